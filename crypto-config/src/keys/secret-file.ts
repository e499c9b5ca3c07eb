import { randomBytes } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KeyError } from './key-error.ts'

const othersMayAccess = 0o077

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

const syncFolder = async (path: string) => {
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

/**
 * Writes a new file that only its owner may read (mode 0600): whole and on the disk, or not at all.
 * @throws KeyError `key-file-exists`: no key is ever overwritten
 */
export const writeSecretFile = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new KeyError('key-file-exists', `${path} exists already and is not overwritten`)
  } finally {
    await file.close()
    await rm(draft)
  }
  await syncFolder(path)
}

/**
 * Reads a file that only its owner may read.
 * @throws KeyError `key-file-missing`, or `key-file-exposed` when group or others have any right to it
 */
export const readSecretFile = async (path: string): Promise<string> => {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error
    throw new KeyError('key-file-missing', `${path} does not exist`)
  })
  try {
    const { mode } = await file.stat()
    if (process.platform !== 'win32' && (mode & othersMayAccess) !== 0)
      throw new KeyError(
        'key-file-exposed',
        `${path} can be accessed by others (mode ${(mode & 0o777).toString(8)}): run chmod 600, and consider the key known`,
      )
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
