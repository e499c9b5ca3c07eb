import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKey, loadKey, type PassphraseKind, saveKey } from '@huren/crypto-config'
import {
  cosignatureSigner,
  ed25519FromPem,
  ed25519Signer,
  type NoteSigner,
  sm2Signer,
} from './note-signer.ts'

/** The three keys of a notary. Its log bears `origin`, its cosigner `witness`; neither key is used for anything else. */
export interface NotaryKeys {
  readonly origin: string
  readonly log: NoteSigner
  readonly sm2: NoteSigner
  readonly cosigner: NoteSigner
}
export interface NotaryNames {
  /** Schema-less URL of the log (C2SP tlog-tiles). */
  readonly origin: string
  /** Schema-less URL of the organisation as a witness. */
  readonly witness: string
}

const files = { names: 'names.json', log: 'log.pem', cosigner: 'cosigner.pem', sm2: 'sm2.json' } as const

const ed25519Pem = (passphrase: string): string =>
  generateKeyPairSync('ed25519').privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase,
  }) as string

const printable = /^[!-*,-~]{1,200}$/

/** Draws a notary's keys into a new folder: PKCS #8 under the passphrase, and a key file for SM2. `kind`: see `saveKey`. @throws Error when they exist */
export const createNotaryKeys = async (
  dir: string,
  names: NotaryNames,
  passphrase: string,
  kind?: PassphraseKind,
): Promise<void> => {
  if (![names.origin, names.witness].every((name) => printable.test(name)))
    throw new Error(
      '名称须为可打印 ASCII，不含空格和加号 / names are printable ASCII without spaces and plus signs',
    )
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const secret = { mode: 0o600, flag: 'wx' } as const
  await writeFile(join(dir, files.log), ed25519Pem(passphrase), secret)
  await writeFile(join(dir, files.cosigner), ed25519Pem(passphrase), secret)
  await saveKey(join(dir, files.sm2), generateKey('SM2-SM3'), passphrase, kind)
  await writeFile(join(dir, files.names), `${JSON.stringify(names, null, 2)}\n`, { flag: 'wx' })
}

export const loadNotaryKeys = async (dir: string, passphrase: string): Promise<NotaryKeys> => {
  const pem = async (file: string) => ed25519FromPem(await readFile(join(dir, file), 'utf8'), passphrase)
  const names: NotaryNames = JSON.parse(await readFile(join(dir, files.names), 'utf8'))
  return {
    origin: names.origin,
    log: ed25519Signer(names.origin, await pem(files.log)),
    sm2: sm2Signer(names.origin, await loadKey(join(dir, files.sm2), passphrase)),
    cosigner: cosignatureSigner(names.witness, await pem(files.cosigner)),
  }
}
