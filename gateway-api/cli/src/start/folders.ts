import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where everything of a running system lies. */
export const foldersOf = (data: string) => ({
  consortium: join(data, 'consortium'),
  organisations: join(data, 'organisations'),
  documents: join(data, 'documents'),
  ledger: join(data, 'ledger'),
  gateway: join(data, 'gateway'),
  notaries: join(data, 'notaries'),
  explorer: join(data, 'explorer'),
  accessLog: join(data, 'access-log'),
  logs: join(data, 'logs'),
})
export type Folders = ReturnType<typeof foldersOf>

export const makeFolders = async (folders: Folders) => {
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
}
