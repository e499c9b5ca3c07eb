import {
  consentErasure,
  decodeUtf8,
  erasure,
  institution,
  keyRevocation,
  patientKey,
  payloadType,
  report,
  signingKey,
} from '@huren/records'
import type { Relation } from './index-keys.ts'
import type { LeafEntry } from './leaves.ts'

type Related = readonly [Relation, string]

/** Which members of a committed statement's payload name what a receipt looks for later. */
const members: ReadonlyMap<string, readonly (readonly [Relation, string])[]> = new Map(
  (
    [
      [signingKey, [['k', 'key']]],
      [keyRevocation, [['k', 'key']]],
      [
        patientKey,
        [
          ['k', 'key'],
          ['k', 'replaces'],
        ],
      ],
      [institution, [['i', 'institution']]],
      [report, [['r', 'report']]],
      [erasure, [['x', 'target']]],
      [consentErasure, [['x', 'statement']]],
    ] as const
  ).map(([{ name }, related]) => [payloadType(name), related]),
)

/** Nothing that could stand for two parts of an index key. */
const identifier = /^[0-9A-Za-z-]{1,64}$/

/**
 * What a committed statement changes about keys, institutions, reports and erasures. The ledger has accepted its payload
 * by its schema, and a receipt checks it again: it is only read here. The central organisations' own bootstrap is left
 * out: their keys stand in the trust file.
 */
export const relationsOf = ({ opened, result, bootstrap }: LeafEntry): Related[] => {
  const wanted = members.get(opened?.envelope.payloadType ?? '')
  if (result !== 'committed' || bootstrap || !opened || !wanted) return []
  const payload: unknown = readJson(opened.payloadBytes)
  if (typeof payload !== 'object' || payload === null) return []
  const values = new Map<string, unknown>(Object.entries(payload))
  return wanted.flatMap(([relation, member]) => {
    const id = values.get(member)
    return typeof id === 'string' && identifier.test(id) ? [[relation, id] as const] : []
  })
}

const readJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decodeUtf8(bytes))
  } catch {
    return undefined
  }
}
