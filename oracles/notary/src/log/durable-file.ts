import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const syncFolder = async (folder: string) => {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a folder and sees to it that its parents remember it. */
const makeFolder = async (folder: string) => {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at))
}

const writeSynced = async (path: string, bytes: Uint8Array | string) => {
  const temporary = `${path}.${process.pid}-${randomUUID()}.tmp`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}

/**
 * Writes files so that after a crash each is there whole or not at all: temporary file, fsync, rename, fsync of the
 * folder. Resolves when all of them are on the disk.
 */
export const writeDurably = async (
  root: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> => {
  const folders = new Set([...files.keys()].map((path) => dirname(join(root, path))))
  for (const folder of folders) await makeFolder(folder)
  await Promise.all([...files].map(([path, bytes]) => writeSynced(join(root, path), bytes)))
  for (const folder of folders) await syncFolder(folder)
}

export const removeFolder = (path: string) => rm(path, { recursive: true, force: true })
