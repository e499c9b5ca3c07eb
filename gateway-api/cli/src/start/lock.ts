import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { UsageError } from '../exit.ts'

/**
 * One `huren start` a folder: a local socket that the kernel closes with the process, however that ends, so that no
 * stale lock ever has to be removed by hand. A second start asks it who is there.
 */
const socketOf = async (data: string) => {
  const name = createHash('sha256')
    .update(await realpath(data))
    .digest('hex')
    .slice(0, 24)
  return process.platform === 'win32' ? `\\\\.\\pipe\\huren-${name}` : join(tmpdir(), `huren-${name}.sock`)
}

/** What the other one says of itself, or nothing when nobody is there. */
const askHolder = async (path: string): Promise<string | undefined> => {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return await text(socket)
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}

export interface FolderLock {
  /** Told to whoever tries to start a second time. */
  describe(text: string): void
  release(): Promise<void>
}

/** @throws UsageError `already-running` */
export const lockFolder = async (data: string): Promise<FolderLock> => {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const path = await socketOf(data)
  const holder = await askHolder(path)
  if (holder !== undefined)
    throw new UsageError(
      'already-running',
      `${data} 已在运行 is already in use by ${holder || 'another start'}`,
    )
  await rm(path, { force: true })
  let description = `process ${process.pid}`
  const server: Server = createServer((socket) => socket.on('error', () => undefined).end(description))
  server.listen(path)
  await once(server, 'listening')
  server.unref()
  return {
    describe: (line) => {
      description = line
    },
    release: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
