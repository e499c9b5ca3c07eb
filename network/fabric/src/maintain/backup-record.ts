import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '../run/workspace.ts'

/** That a backup was written; where it was taken afterwards, this machine does not know. */
export interface BackupRecord {
  /** ISO 8601. */
  readonly at: string
  /** Its name, without a folder. */
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}

const most = 50
const fileOf = ({ root }: Pick<Workspace, 'root'>) => join(root, 'backups.json')

/** Backups that were written on this machine, newest first. */
export const backupRecords = (workspace: Pick<Workspace, 'root'>): BackupRecord[] =>
  existsSync(fileOf(workspace)) ? JSON.parse(readFileSync(fileOf(workspace), 'utf8')) : []

export const keepRecord = (workspace: Pick<Workspace, 'root'>, record: BackupRecord) => {
  const unfinished = `${fileOf(workspace)}.unfinished`
  writeFileSync(unfinished, JSON.stringify([record, ...backupRecords(workspace)].slice(0, most), null, 2))
  renameSync(unfinished, fileOf(workspace))
}
