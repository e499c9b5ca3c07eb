import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { trialCloud } from '../access-log/cloud.ts'
import { accessLogFiles } from '../access-log/files.ts'
import type { Folders } from '../folders.ts'
import { type Address, hostPort } from '../settings.ts'

/**
 * The access logs whose reconciliations the supervisor reads: a trial's one imaging cloud, or none.
 * @returns the file, for HUREN_ACCESS_LOGS
 */
export const writeAccessLogs = async (folders: Folders, address: Address | undefined): Promise<string> => {
  const file = join(folders.explorer, 'access-logs.json')
  const site = address && {
    institution: trialCloud,
    name: { zh: '本机试用的影像云', en: 'This trial’s imaging cloud' },
    url: `http://${hostPort(address)}`,
    tokenFile: accessLogFiles(folders.accessLog).supervisorToken,
  }
  await writeFile(file, `${JSON.stringify(site ? [site] : [], null, 2)}\n`)
  return file
}
