import { X509Certificate } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { reckon } from '../../load/account.ts'
import { startLoad } from '../../load/lanes.ts'
import { reportBatches } from '../../load/reports.ts'
import { prepare } from '../../load/setup.ts'
import { signUpdate, submitUpdate } from '../channel/approve.ts'
import { ordererChannel } from '../channel/orderer-channel.ts'
import { takeSnapshot } from '../channel/snapshot.ts'
import { nodesOf, orderersOf, type PlacedNode } from '../description/nodes.ts'
import { down, stopNode } from '../down.ts'
import { nodeLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import type { Network } from '../run/network.ts'
import { workspaceAt } from '../run/workspace.ts'
import { fabricMissing, freePorts, temporaryNetwork } from '../testing/network.ts'
import { restoreBackup, writeBackup } from './backup.ts'
import { recoverNode } from './recover.ts'
import { renewCertificates } from './renew.ts'
import { proposeOrderer } from './replace-orderer.ts'

tap.setTimeout(175_000)
const skip = await fabricMissing()

const serials = ({ workspace, consortium }: Network) =>
  nodesOf(consortium).map((node) => {
    const { certificate, tlsCertificate } = nodeLayout(workspace.material, node)
    return [certificate, tlsCertificate].map((file) => new X509Certificate(readFileSync(file)).serialNumber)
  })

test(
  'CHAIN-8, CHAIN-53: renewed, recovered from loss of disk, an orderer replaced, under load',
  { skip },
  async (t) => {
    const { network, remove } = await temporaryNetwork()
    t.teardown(remove)
    const { gateways, contracts, authors, close } = await prepare(network)
    const batches = reportBatches(authors, { statements: 2000, batch: 5 })
    const load = startLoad({ name: 'Report:submit', batches, lanes: 2, contracts })

    t.strictSame(await renewCertificates(network, 30), [], 'nothing expires within a month')
    const before = serials(network)
    t.equal((await renewCertificates(network, 10_000)).length, 18, 'nine nodes and nine users')
    t.ok(serials(network).every((pair, index) => pair.every((serial, n) => serial !== before[index]?.[n])))

    const nodes = nodesOf(network.consortium)
    const lose = async (node: PlacedNode | undefined, snapshot?: string) => {
      if (!node) throw new Error('there is such a node')
      await stopNode(network, node)
      rmSync(network.workspace.node(node).data, { recursive: true })
      await recoverNode(network, node, snapshot)
    }
    await lose(
      nodes.find(({ kind, organisation }) => kind === 'orderer' && organisation.name === 'supervisor'),
    )
    const [first, second, third] = nodes.filter((node) => node.kind === 'peer')
    await lose(second)
    const snapshot = first && (await takeSnapshot(network, first))
    await lose(third, snapshot?.folder)

    const [one, , three] = network.consortium.organisations
    const [old] = orderersOf(network.consortium).filter(({ organisation }) => organisation === three)
    if (!one || !three || !old) throw new Error('the supervisor has an orderer')
    const [port = 0, adminPort = 0, operationsPort = 0] = await freePorts(3)
    const update = join(network.workspace.root, 'replace.pb')
    const fresh = { name: 'orderer9', host: '127.0.0.1', port, adminPort, operationsPort }
    const changed = await proposeOrderer(network, old.fullName, fresh, update)
    await signUpdate(changed, three, update, `${update}.signed`)
    await submitUpdate(changed, one, `${update}.signed`)
    await stopNode(network, old)
    const [newcomer] = orderersOf(changed.consortium).filter(({ name }) => name === 'orderer9')
    if (!newcomer) throw new Error('the new orderer is in the description')
    await recoverNode(changed, newcomer)
    t.equal(
      (await ordererChannel(changed, newcomer))?.consensusRelation,
      'consenter',
      'the new orderer is a consenter',
    )
    t.teardown(() => down(changed))

    await load.stop()
    const [gateway] = gateways
    const account = gateway && (await reckon(gateway, load.acknowledged))
    t.match(account, { lost: 0, doubled: 0 })
    t.ok((account?.acknowledged ?? 0) > 0, `${account?.acknowledged} statements were acknowledged meanwhile`)
    close()
  },
)

test('a backup holds what nobody else has, and is refused when it was changed', { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork()
  t.teardown(remove)
  const archive = join(network.workspace.root, 'backup.tar.gz')
  for (const organisation of network.consortium.organisations)
    await makeMaterial(network.workspace.material, organisation)
  const digest = await writeBackup(network, archive)
  t.equal(statSync(archive).mode & 0o077, 0, 'nobody else may read it')
  const empty = workspaceAt(join(network.workspace.root, 'restored'))
  await restoreBackup(empty, archive, digest)
  const key = (material: string) =>
    readFileSync(nodeLayout(material, nodesOf(network.consortium)[0]!).privateKey, 'utf8')
  t.equal(key(empty.material), key(network.workspace.material))
  await t.rejects(restoreBackup(empty, archive, digest), { code: 'name-taken' })
  appendFileSync(archive, 'x')
  const other = workspaceAt(join(network.workspace.root, 'other'))
  await t.rejects(restoreBackup(other, archive, digest), { code: 'backup-damaged' })
})
