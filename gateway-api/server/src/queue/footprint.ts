import type { ParsedStatement } from '@huren/records'

/**
 * What of the ledger's state a statement reads and writes. Statements of which one writes what the other touches keep
 * their order and never fly in two batches at once: the ledger would refuse the later batch (MVCC).
 */
export interface Footprint {
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

/** The kind of thing that a payload's field refers to. */
const referred: Readonly<Record<string, string>> = {
  issuer: 'institution',
  institution: 'institution',
  grantee: 'institution',
  from: 'institution',
  to: 'institution',
  key: 'key',
  grantor: 'key',
  relative: 'key',
  replaces: 'key',
  report: 'report',
  reports: 'report',
  consent: 'consent',
  emergency: 'emergency',
  item: 'item',
  items: 'item',
  statement: 'statement',
  supersedes: 'statement',
  previous: 'statement',
  target: 'statement',
}

/** The fields by which a statement type changes what it refers to; the rest of what it names is only read. */
const changed: Readonly<Record<string, readonly string[]>> = {
  institution: ['institution'],
  'signing-key': ['key'],
  'key-revocation': ['key'],
  'patient-key': ['key', 'replaces'],
  'catalogue-item': ['item'],
  report: ['report'],
  'quality-mark': ['report'],
  consent: ['consent'],
  'consent-revocation': ['consent'],
  'consent-erasure': ['statement'],
  'emergency-access': ['emergency'],
  'emergency-review': ['emergency'],
  erasure: ['target'],
}

/** What is written besides: things that only this type names, or of which there is one. */
const ownWrites = (type: string, payload: Readonly<Record<string, unknown>>): string[] => {
  if (type === 'recognition-rule') return ['rule']
  if (type === 'reason-dictionary') return ['dictionary']
  const own = { decision: 'decision', access: 'access', referral: 'referral', 'access-log-checkpoint': 'log' }
  const name = own[type as keyof typeof own]
  return name ? [`${name}:${payload[name]}`] : []
}

const things = (field: string, value: unknown): string[] => {
  const kind = referred[field]
  if (!kind) return field === 'rule' || field === 'dictionary' ? [field] : []
  return (Array.isArray(value) ? value : [value]).map((one) => `${kind}:${one}`)
}

/** Derives the footprint from the payload's references and the keys that signed. */
export const footprintOf = ({ id, type, payload, envelope }: ParsedStatement): Footprint => {
  const writes = new Set([`statement:${id}`, ...ownWrites(type.name, payload)])
  const reads = new Set(envelope.signatures.map(({ keyid }) => `key:${keyid}`))
  for (const [field, value] of Object.entries(payload))
    for (const thing of things(field, value))
      (changed[type.name]?.includes(field) ? writes : reads).add(thing)
  return { reads, writes }
}

/** How many footprints hold each thing. */
class Holders extends Map<string, number> {
  hold(things: Iterable<string>): void {
    for (const thing of things) this.set(thing, (this.get(thing) ?? 0) + 1)
  }

  letGo(things: Iterable<string>): void {
    for (const thing of things) {
      const left = (this.get(thing) ?? 0) - 1
      if (left > 0) this.set(thing, left)
      else this.delete(thing)
    }
  }
}

/** Collects footprints and tells whether another one meets them. */
export class Occupied {
  readonly #reads = new Holders()
  readonly #writes = new Holders()

  add({ reads, writes }: Footprint): void {
    this.#reads.hold(reads)
    this.#writes.hold(writes)
  }

  /** Takes away one that was added. */
  remove({ reads, writes }: Footprint): void {
    this.#reads.letGo(reads)
    this.#writes.letGo(writes)
  }

  meets({ reads, writes }: Footprint): boolean {
    for (const thing of writes) if (this.#reads.has(thing) || this.#writes.has(thing)) return true
    for (const thing of reads) if (this.#writes.has(thing)) return true
    return false
  }
}
