import { X509Certificate } from 'node:crypto'
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { slots } from '../deploy/connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { serviceFiles } from '../deploy/service.ts'
import { nodesOf, peersOf } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import type { Network } from '../run/network.ts'
import { runningPid } from '../run/process.ts'
import { fabricMissing } from '../testing/network.ts'
import { underLoad } from '../testing/under-load.ts'
import { renewCertificates } from './renew.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const serials = ({ workspace, consortium }: Network) =>
  nodesOf(consortium).map((node) => {
    const { certificate, tlsCertificate } = nodeLayout(workspace.material, node)
    return [certificate, tlsCertificate].map((file) => new X509Certificate(readFileSync(file)).serialNumber)
  })

test(
  'CHAIN-8, CHAIN-59: every certificate is renewed, the contracts are upgraded, under load',
  { skip },
  (t) =>
    underLoad(t, async (network) => {
      t.strictSame(await renewCertificates(network, 30), [], 'nothing expires within a month')
      const before = serials(network)
      t.equal((await renewCertificates(network, 10_000)).length, 18, 'nine nodes and nine users')
      t.ok(serials(network).every((pair, index) => pair.every((serial, n) => serial !== before[index]?.[n])))
      const next = join(network.workspace.root, 'next.cjs')
      copyFileSync(join(network.workspace.root, 'contracts.cjs'), next)
      appendFileSync(next, '\n// a later bundle')
      t.equal((await deploy(network, next)).sequence, 2)
      for (const peer of peersOf(network.consortium)) {
        const [before, after] = slots.map((slot) => runningPid(serviceFiles(network, peer, slot).pidFile))
        t.equal(before, undefined, 'the old service has ended')
        t.ok(after, 'the new one serves')
      }
    }),
)
