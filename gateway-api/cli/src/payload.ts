import { randomUUID } from 'node:crypto'
import { type Payload, type RecordType, recordTypeNamed, validate } from '@huren/records'
import { UsageError } from './exit.ts'

export const typeNamed = (name: string): RecordType => {
  const type = recordTypeNamed(name)
  if (type) return type
  throw new UsageError('type-unknown', `no record type "${name}": see huren types`)
}

export interface FieldDescription {
  readonly name: string
  readonly kind: string
  readonly required: boolean
  /** The closed list of words, where there is one. */
  readonly words?: readonly string[]
  readonly pattern?: string
}

interface Described {
  readonly type: string
  readonly flags?: { readonly presence?: string; readonly only?: boolean }
  readonly allow?: readonly unknown[]
  readonly rules?: readonly { readonly args?: { readonly options?: { readonly name?: string } } }[]
}

const patternOf = ({ rules }: Described) =>
  rules?.find((rule) => rule.args?.options?.name)?.args?.options?.name

/** What a schema says of its fields, in its own order. */
export const fieldsOf = (schema: RecordType['schema']): FieldDescription[] => {
  const keys = schema.describe().keys as Record<string, Described>
  return Object.entries(keys).map(([name, described]) => {
    const pattern = patternOf(described)
    return {
      name,
      kind: described.type,
      required: described.flags?.presence === 'required',
      ...(described.flags?.only && { words: (described.allow ?? []).map(String) }),
      ...(pattern && { pattern }),
    }
  })
}

const special: Record<string, () => string> = {
  '@uuid': () => randomUUID(),
  '@now': () => new Date().toISOString(),
}

const parsedValue = (text: string, kind: string | undefined): unknown => {
  const make = special[text]
  if (make) return make()
  if (kind === 'string' || kind === undefined) return text
  try {
    return JSON.parse(text)
  } catch {
    if (kind === 'array') return text.split(',')
    throw new UsageError('value-malformed', `"${text}" is not a ${kind}`)
  }
}

/** `field=value`; `@uuid` is a fresh identifier, `@now` the time; lists are JSON or words with commas between. */
export const assign = (
  schema: RecordType['schema'],
  payload: Record<string, unknown>,
  assignments: readonly string[],
): Record<string, unknown> => {
  const fields = new Map(fieldsOf(schema).map((field) => [field.name, field]))
  const assigned = { ...payload }
  for (const assignment of assignments) {
    const at = assignment.indexOf('=')
    if (at < 1) throw new UsageError('assignment-malformed', `--set takes field=value, not "${assignment}"`)
    const name = assignment.slice(0, at)
    assigned[name] = parsedValue(assignment.slice(at + 1), fields.get(name)?.kind)
  }
  return assigned
}

/** The payload, if its type allows it. @throws Refusal `payload-invalid` with the field */
export const checked = (type: RecordType, payload: Record<string, unknown>): Payload => {
  validate<Payload>(type.schema, payload)
  return payload
}
