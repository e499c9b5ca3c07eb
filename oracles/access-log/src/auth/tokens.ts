import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { field, type InstitutionId } from '@huren/records'
import Joi from 'joi'

/**
 * What a holder may do: `append` events, `read` receipts and lists, `erase`, `reconcile` (compare its own log), or
 * `supervise` (read everything that concerns institutions, and all reports).
 */
export const rights = ['append', 'read', 'erase', 'reconcile', 'supervise'] as const
export type Right = (typeof rights)[number]

/** Somebody who may ask; with an institution, only what concerns that institution. */
export interface Caller {
  readonly name: string
  readonly may: readonly Right[]
  readonly institution?: InstitutionId
}
interface TokenEntry extends Caller {
  /** SHA-256 of the token, hexadecimal: the file holds no token. */
  readonly sha256: string
}

const schema = Joi.array()
  .items(
    Joi.object<TokenEntry>({
      name: Joi.string().max(100).required(),
      sha256: field.digest().required(),
      may: Joi.array()
        .items(field.code(...rights))
        .min(1)
        .required(),
      institution: field.institutionId(),
    }),
  )
  .unique('sha256')
  .required()

export const tokenHash = (token: string): string => hash('sha256', token)

/** The callers that a file names, by the hash of their token. */
export class Tokens {
  readonly #callers: ReadonlyMap<string, Caller>

  constructor(entries: readonly TokenEntry[]) {
    this.#callers = new Map(entries.map(({ sha256, ...caller }) => [sha256, caller]))
  }

  /** @throws Error that names what is wrong with the file */
  static async load(file: string): Promise<Tokens> {
    const { error, value } = schema.validate(JSON.parse(await readFile(file, 'utf8')), { convert: false })
    if (error) throw new Error(`令牌文件不正确 / the file of tokens: ${error.message}`)
    return new Tokens(value as TokenEntry[])
  }

  /** Looked up by its hash: how long that takes tells nothing of the token. */
  callerOf(token: string): Caller | undefined {
    return this.#callers.get(tokenHash(token))
  }
}
