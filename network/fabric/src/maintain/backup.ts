import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { create, extract } from 'tar'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import type { Workspace } from '../run/workspace.ts'
import { keepRecord } from './backup-record.ts'

/** What cannot be had again from the other organisations: description, keys, authorities, first block, contract bundles. */
const parts = ({ root, description, material, authorities, channel, chaincode }: Workspace) =>
  [description, material, authorities, channel, chaincode]
    .filter((path) => existsSync(path))
    .map((path) => path.slice(root.length + 1))

/**
 * Writes a backup of this machine's part of a network, readable by its owner alone: it holds private keys. Ledger data is
 * not in it, `recover` takes that from the other organisations, newer than any backup.
 * @returns SHA-256 of the archive, to be kept elsewhere and given to `restore`
 */
export const writeBackup = async (
  { workspace }: Pick<Network, 'workspace'>,
  archive: string,
): Promise<string> => {
  await create({ cwd: workspace.root, file: archive, gzip: true, portable: true }, parts(workspace))
  chmodSync(archive, 0o600)
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex')
  const bytes = statSync(archive).size
  keepRecord(workspace, { at: new Date().toISOString(), file: basename(archive), sha256, bytes })
  return sha256
}

/**
 * Restores a backup into an empty folder; `up` and `recover` then bring the nodes back.
 * @throws NetworkProblem `backup-damaged` if the archive is not the one that was written, `name-taken` if the folder is in use
 */
export const restoreBackup = async (workspace: Workspace, archive: string, digest: string): Promise<void> => {
  if (createHash('sha256').update(readFileSync(archive)).digest('hex') !== digest)
    throw new NetworkProblem(
      'backup-damaged',
      `${basename(archive)} 与备份时的摘要不符`,
      `${basename(archive)} does not have the digest it had when it was written`,
    )
  if (existsSync(workspace.root) && readdirSync(workspace.root).length > 0)
    throw new NetworkProblem('name-taken', `${workspace.root} 不是空目录`, `${workspace.root} is not empty`)
  mkdirSync(workspace.root, { recursive: true })
  await extract({ cwd: workspace.root, file: archive, strict: true })
}
