import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { type Algorithm, algorithms, field, type KeyId, type PublicKeyHex } from '@huren/records'
import Joi from 'joi'
import { KeyError } from './key-error.ts'
import { readSecretFile, writeSecretFile } from './secret-file.ts'
import { type ExportableKey, importKey } from './signing-key.ts'

/**
 * A key file, version 1: the private key under AES-256-GCM, with a key that scrypt (RFC 7914) derives from the passphrase.
 * Everything else in the file is authenticated with it. Bytes are base64.
 */
export interface KeyFile {
  readonly format: 'huren-key'
  readonly version: 1
  readonly algorithm: Algorithm
  readonly publicKey: PublicKeyHex
  readonly id: KeyId
  /** scrypt's cost: 128·N·r bytes of memory for each guess at the passphrase. */
  readonly scrypt: { readonly N: number; readonly r: number; readonly p: number; readonly salt: string }
  readonly aes256gcm: { readonly iv: string; readonly tag: string; readonly privateKey: string }
}

const bytes = (length: number) =>
  Joi.string()
    .base64()
    .length(Math.ceil(length / 3) * 4)
    .required()
const schema = Joi.object<KeyFile, true>({
  format: field.code('huren-key').required(),
  version: Joi.number<1>().valid(1).required(),
  algorithm: field.code(...algorithms).required(),
  publicKey: field.publicKey().required(),
  id: field.keyId().required(),
  // the upper bounds are what a file may ask of the machine that reads it: 1 GiB
  scrypt: Joi.object({
    N: Joi.valid(2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18, 2 ** 19, 2 ** 20).required(),
    r: Joi.valid(8).required(),
    p: Joi.number().integer().min(1).max(8).required(),
    salt: bytes(16),
  }).required(),
  aes256gcm: Joi.object({ iv: bytes(12), tag: bytes(16), privateKey: bytes(32) }).required(),
})

/** What a guess at a passphrase costs, by where the passphrase comes from. */
const costs = {
  /** A person chose it: 128 MiB and about 0.4 s for each guess (OWASP's recommendation for scrypt). */
  chosen: { N: 2 ** 17, r: 8, p: 1 },
  /** 256 random bits, which nobody guesses at any price. */
  random: { N: 2 ** 14, r: 8, p: 1 },
} as const
export type PassphraseKind = keyof typeof costs

/** Characters of 256 bits in base64url. */
const randomLength = 43

const costOf = (kind: PassphraseKind, passphrase: string) => {
  if (kind === 'random' && passphrase.length < randomLength)
    throw new RangeError(`a random passphrase has ${randomLength} characters at least`)
  return costs[kind]
}

const scryptAsync = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt)
const derive = (passphrase: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }) =>
  scryptAsync(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r })

const associatedData = ({
  format,
  version,
  algorithm,
  publicKey,
  id,
  scrypt,
}: Omit<KeyFile, 'aes256gcm'>) => {
  const { N, r, p, salt } = scrypt
  return Buffer.from(JSON.stringify([format, version, algorithm, publicKey, id, N, r, p, salt]))
}

const seal = async (key: ExportableKey, passphrase: string, kind: PassphraseKind): Promise<KeyFile> => {
  const cost = costOf(kind, passphrase)
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const { algorithm, publicKey, id } = key
  const head = { format: 'huren-key', version: 1, algorithm, publicKey, id } as const
  const open = { ...head, scrypt: { ...cost, salt: salt.toString('base64') } }
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, cost), iv)
  cipher.setAAD(associatedData(open))
  const privateKey = Buffer.concat([cipher.update(key.exportPrivate()), cipher.final()]).toString('base64')
  return {
    ...open,
    aes256gcm: { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), privateKey },
  }
}

const unseal = async (file: KeyFile, passphrase: string): Promise<ExportableKey> => {
  const { iv, tag, privateKey } = file.aes256gcm
  const secret = await derive(passphrase, Buffer.from(file.scrypt.salt, 'base64'), file.scrypt)
  const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(iv, 'base64'), { authTagLength: 16 })
  decipher.setAAD(associatedData(file)).setAuthTag(Buffer.from(tag, 'base64'))
  try {
    const plain = Buffer.concat([decipher.update(privateKey, 'base64'), decipher.final()])
    return importKey(file.algorithm, plain)
  } catch {
    throw new KeyError(
      'passphrase-wrong',
      'the passphrase does not open this key file, or the file was changed',
    )
  }
}

const parse = (path: string, text: string): KeyFile => {
  try {
    return Joi.attempt(JSON.parse(text), schema, { convert: false })
  } catch {
    throw new KeyError('key-file-malformed', `${path} is not a key file of version 1`)
  }
}

/**
 * Writes a key under a passphrase to a new file with mode 0600; nothing is overwritten.
 * @param kind `random` only for a passphrase of 256 random bits that a program drew: its file opens in an eighth of the time
 * @throws KeyError `passphrase-empty`, `key-file-exists`
 */
export const saveKey = async (
  path: string,
  key: ExportableKey,
  passphrase: string,
  kind: PassphraseKind = 'chosen',
): Promise<void> => {
  if (passphrase === '') throw new KeyError('passphrase-empty', 'a key file needs a passphrase')
  await writeSecretFile(path, `${JSON.stringify(await seal(key, passphrase, kind), null, 2)}\n`)
}

/**
 * Reads a key file.
 * @throws KeyError `key-file-missing`, `key-file-exposed`, `key-file-malformed`, `passphrase-wrong`
 */
export const loadKey = async (path: string, passphrase: string): Promise<ExportableKey> =>
  unseal(parse(path, await readSecretFile(path)), passphrase)
