import type { Delay, StatementDimension } from '@huren/explorer-model'
import { type ParsedStatement, parseEnvelope, Refusal } from '@huren/records'

export type Facts<D extends string> = { readonly [K in D]: string }

/** China has one time zone and no summer time: days begin at 16:00 UTC. */
const chinaOffset = 8 * 3_600_000
/** The day in China, `2026-11-21`, of an ISO 8601 time. */
export const dayOf = (at: string): string => new Date(Date.parse(at) + chinaOffset).toISOString().slice(0, 10)

export const whenOf = (at: string) => {
  const day = dayOf(at)
  return { day, month: day.slice(0, 7) }
}

/** The hour of the day in China, `00` to `23`. */
const hourOf = (at: string): string => new Date(Date.parse(at) + chinaOffset).toISOString().slice(11, 13)

/** The institution's key that signed: a doctor's or a system's. Which patient signed is nobody's business here. */
const signerOf = ({ type, envelope }: ParsedStatement): string =>
  type.authority.kind === 'institution' ? (envelope.signatures[0]?.keyid ?? '') : ''

const word = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What a payload says that belongs on a chart. Nothing that could lead to a person. */
const factsOfPayload = (payload: Readonly<Record<string, unknown>>) => {
  const institution = word(payload.issuer) || word(payload.grantee)
  const under = payload.emergency && payload.access ? 'emergency' : payload.access ? 'consent' : ''
  return {
    outcome:
      word(payload.outcome) || word(payload.mark) || word(payload.step) || word(payload.status) || under,
    reason: word(payload.reason) || word(payload.block),
    item: word(payload.item),
    // where in a doctor's work the decision was made
    moment: word(payload.moment),
    institution,
    // GD-4401-00012: province, city, number
    city: institution.slice(3, 7),
  }
}

const nothing = {
  ...{ outcome: '', reason: '', item: '', institution: '', city: '', signer: '' },
  ...{ moment: '', delay: '' },
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

/** How long after it was signed a statement was in a transaction; a clock that runs ahead counts as no time. */
const delayOf = (issuedAt: unknown, at: string): Delay => {
  const taken = Date.parse(at) - Date.parse(word(issuedAt))
  if (taken <= minute) return 'within-minute'
  if (taken <= hour) return 'within-hour'
  return taken <= day ? 'within-day' : 'later'
}

/** The statement in an argument, or undefined for what is none. */
export const statementIn = (text: string): ParsedStatement | undefined => {
  try {
    return parseEnvelope(text)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

interface Answer {
  readonly result: string
  readonly code: string
}

/** `committed`, `duplicate`, `refused` with its code, `invalid` with Fabric's code, or `no-result`. */
export const answerOf = (validation: string, answer: unknown): Answer => {
  if (validation !== 'VALID') return { result: 'invalid', code: validation }
  if (typeof answer !== 'object' || answer === null || !('outcome' in answer))
    return { result: 'no-result', code: '' }
  const result = word(answer.outcome)
  return ['committed', 'duplicate', 'refused'].includes(result)
    ? { result, code: 'code' in answer ? word(answer.code) : '' }
    : { result: 'no-result', code: '' }
}

export const statementFacts = (
  statement: ParsedStatement | undefined,
  answer: Answer,
  at: string,
): Facts<StatementDimension> => ({
  type: statement?.type.name ?? '',
  ...answer,
  ...(statement
    ? {
        ...factsOfPayload(statement.payload),
        signer: signerOf(statement),
        delay: delayOf(statement.payload.issuedAt, at),
      }
    : nothing),
  ...whenOf(at),
  hour: hourOf(at),
})
