import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The two secrets of a log beside its statement key: it has them for good. */
export interface LogKeys {
  /** Signs the notes. */
  readonly note: KeyObject
  /** The seed of the lists' VRF, 32 bytes (as an Ed25519 secret key). */
  readonly lists: Buffer
}

const files = { note: 'note.pem', lists: 'lists.pem' } as const

const newPem = (passphrase: string): string =>
  generateKeyPairSync('ed25519').privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase,
  }) as string

/** Draws a log's keys into a new folder: PKCS #8 under the passphrase. @throws Error when they exist */
export const createLogKeys = async (dir: string, passphrase: string): Promise<void> => {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const file of Object.values(files))
    await writeFile(join(dir, file), newPem(passphrase), { mode: 0o600, flag: 'wx' })
}

export const loadLogKeys = async (dir: string, passphrase: string): Promise<LogKeys> => {
  const load = async (file: string) =>
    createPrivateKey({ key: await readFile(join(dir, file), 'utf8'), passphrase })
  const lists = (await load(files.lists)).export({ format: 'der', type: 'pkcs8' })
  return { note: await load(files.note), lists: lists.subarray(-32) }
}
