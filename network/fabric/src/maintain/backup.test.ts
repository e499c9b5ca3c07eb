import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { nodesOf } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import { workspaceAt } from '../run/workspace.ts'
import { fabricMissing, temporaryNetwork } from '../testing/network.ts'
import { restoreBackup, writeBackup } from './backup.ts'
import { backupRecords } from './backup-record.ts'

const skip = await fabricMissing()

test('a backup holds what nobody else has, and is refused when it was changed', { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork()
  t.teardown(remove)
  const archive = join(network.workspace.root, 'backup.tar.gz')
  for (const organisation of network.consortium.organisations)
    await makeMaterial(network.workspace.material, organisation)
  const digest = await writeBackup(network, archive)
  t.match(backupRecords(network.workspace), [{ file: 'backup.tar.gz', sha256: digest, bytes: Number }])
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
