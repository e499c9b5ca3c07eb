import { type Commitment, commit } from '@huren/records'
import Joi from 'joi'
import type { OwnKey } from './site.ts'

/** Who holds a key, as the hospital's own list says. */
export interface KeyHolder {
  readonly key: string
  readonly name: string
  readonly department: string
  /** What the registration's commitment was made of, where the list tells it. */
  readonly holder?: string
  readonly salt?: string
}

const word = Joi.string().trim().min(1).max(64)
const list = Joi.array<readonly KeyHolder[]>()
  .items(
    Joi.object({
      key: Joi.string()
        .pattern(/^[0-9a-f]{64}$/)
        .required(),
      name: word.required(),
      department: word.required(),
      holder: Joi.string().max(500),
      salt: Joi.string().hex().length(64),
    }),
  )
  .max(20_000)
  .unique('key')

/**
 * Reads the hospital's list of who holds which key. It stays in this page.
 * @throws Error with a sentence when it is no such list
 */
export const readPeople = (text: string): ReadonlyMap<string, KeyHolder> => {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new Error('文件不是 JSON The file is not JSON')
  }
  const { value, error } = list.validate(content)
  if (error)
    throw new Error(`名单格式不符 The list is not as it should be: ${error.details[0]?.path.join('.')}`)
  return new Map(value.map((each) => [each.key, each]))
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Whether the list's word opens the commitment that stands in the key's registration. */
export const agrees = ({ name, holder = name, salt }: KeyHolder, key: Pick<OwnKey, 'holder'> | undefined) => {
  if (!salt || !key?.holder) return 'unproven'
  const opened: Commitment = commit(bytesOf(salt), new TextEncoder().encode(holder))
  return opened === key.holder ? 'proven' : 'contradicted'
}
