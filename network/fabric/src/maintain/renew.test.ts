import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import tap, { test } from 'tap'
import { nodesOf } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import type { Network } from '../run/network.ts'
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

test('CHAIN-8: every certificate is renewed under load', { skip }, (t) =>
  underLoad(t, async (network) => {
    t.strictSame(await renewCertificates(network, 30), [], 'nothing expires within a month')
    const before = serials(network)
    t.equal((await renewCertificates(network, 10_000)).length, 18, 'nine nodes and nine users')
    t.ok(serials(network).every((pair, index) => pair.every((serial, n) => serial !== before[index]?.[n])))
  }),
)
