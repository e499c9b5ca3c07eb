import { decodeBase64, encodeBase64 } from '@huren/records'
import type { Verdict } from '../src/verdict.ts'
import { verifyReceipt } from '../src/verify.ts'

/** Damages texts at random and counts what the verifier makes of them; SPEC.md, section 8. */
export interface FuzzResult {
  readonly cases: number
  readonly byOutcome: Readonly<Record<string, number>>
  /** Damage that the verifier must have noticed and did not: none is expected. */
  readonly wrong: readonly string[]
  readonly slowest: number
}

/** A small generator of its own (mulberry32), so that a failure can be repeated from its seed. */
export const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

type Random = () => number
const below = (random: Random, n: number) => Math.floor(random() * n)
const interesting = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '0',
  '-1',
  '9007199254740993',
  'null',
  'true',
  '\u0000',
  '—',
  '互',
  '\ud800',
  '=',
  '+',
  '\n',
  'e9',
  '__proto__',
]

const edits: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, below(random, text.length)),
  (text, random) => text.slice(below(random, text.length)),
  (text, random) => {
    const at = below(random, text.length)
    return text.slice(0, at) + String.fromCharCode(32 + below(random, 95)) + text.slice(at + 1)
  },
  (text, random) => {
    const at = below(random, text.length)
    return text.slice(0, at) + interesting[below(random, interesting.length)] + text.slice(at)
  },
  (text, random) => {
    const [a, b] = [below(random, text.length), below(random, text.length)].sort((x, y) => x - y)
    return text.slice(0, a) + text.slice(b)
  },
  (text, random) => {
    const [a, b, c] = Array.from({ length: 3 }, () => below(random, text.length)).sort((x, y) => x - y)
    return text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c)
  },
]

const damageText = (text: string, random: Random) => {
  let damaged = text
  for (let n = 1 + below(random, 3); n > 0; n--)
    damaged = edits[below(random, edits.length)]!(damaged, random)
  return damaged
}

const base64 = /^[A-Za-z0-9+/]{20,}={0,2}$/
const flipBit = (bytes: Uint8Array, random: Random) => {
  const at = below(random, bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8))
  return bytes
}

/** Damage that keeps its form, so that the deeper checks meet it: one bit of what is encoded, one digit of another. */
const damageWithin = (text: string, random: Random): string => {
  const bytes = base64.test(text) ? decodeBase64(text) : undefined
  if (bytes && bytes.length > 0) return encodeBase64(flipBit(bytes, random))
  const digits = [...text.matchAll(/[0-9a-f]/g)]
  const at = digits[below(random, digits.length)]?.index ?? 0
  return text.slice(0, at) + below(random, 16).toString(16) + text.slice(at + 1)
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
const values: readonly Json[] = [
  '',
  '-',
  'AAAA',
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  null,
  true,
  [],
  {},
  ['x'],
  { a: 1 },
]

/** Changes one value somewhere in the tree, or leaves it out, or puts it in twice: what parses reaches the deeper checks. */
const damageValue = (value: Json, random: Random): Json => {
  const members = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const name = members[below(random, members.length)]
  if (name === undefined || random() < 0.15) {
    if (typeof value === 'string' && random() < 0.5) return damageWithin(value, random)
    if (typeof value === 'string' && random() < 0.7) return damageText(value, random)
    if (typeof value === 'number' && random() < 0.7) return value + below(random, 9) - 4
    return values[below(random, values.length)]!
  }
  if (Array.isArray(value)) {
    const at = Number(name)
    if (random() < 0.1) return [...value, value[at]!]
    if (random() < 0.1) return value.filter((_, i) => i !== at)
    return value.map((item, i) => (i === at ? damageValue(item, random) : item))
  }
  const { [name]: member, ...others } = value as { [name: string]: Json }
  return random() < 0.1 ? others : { ...others, [name]: damageValue(member!, random) }
}

const damage = (text: string, random: Random) =>
  random() < 0.3 ? damageText(text, random) : JSON.stringify(damageValue(JSON.parse(text), random))

/** Whether two verdicts say the same of the same statement: damage outside of what is signed may leave it so. */
const sameProof = (a: Verdict, b: Verdict) =>
  a.outcome !== 'rejected' &&
  b.outcome === a.outcome &&
  JSON.stringify([a.subject, a.checkpoint.root]) === JSON.stringify([b.subject, b.checkpoint.root])

interface Sample {
  readonly receipt: string
  readonly trust: string
  readonly now: number
}

/**
 * Runs `cases` damaged receipts and trust files through the verifier.
 * @param samples receipts that verify, to be damaged
 */
export const fuzz = (samples: readonly Sample[], cases: number, seed: number): FuzzResult => {
  const random = randomFrom(seed)
  const whole = samples.map(({ receipt, trust, now }) => verifyReceipt(receipt, trust, now))
  const byOutcome: Record<string, number> = {}
  const wrong: string[] = []
  let slowest = 0
  for (let i = 0; i < cases; i++) {
    const n = below(random, samples.length)
    const { receipt, trust, now } = samples[n]!
    const [badReceipt, badTrust] =
      random() < 0.8 ? [damage(receipt, random), trust] : [receipt, damage(trust, random)]
    const started = performance.now()
    const verdict = verifyReceipt(badReceipt, badTrust, now)
    slowest = Math.max(slowest, performance.now() - started)
    const key = verdict.outcome === 'rejected' ? verdict.code : verdict.outcome
    byOutcome[key] = (byOutcome[key] ?? 0) + 1
    if (key === 'internal' || (verdict.outcome !== 'rejected' && !sameProof(whole[n]!, verdict)))
      wrong.push(`case ${i} of seed ${seed}: ${key}`)
  }
  return { cases, byOutcome, wrong, slowest }
}
