import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { keys, type Store } from '../store.ts'
import { type Label, type ListName, labelFrom, textOf } from './list-name.ts'
import type { VrfThread } from './vrf-thread.ts'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')

const isKnown = (label: Label | Promise<Label>): label is Label => 'id' in label

/** The labels of lists. A VRF costs milliseconds, so what it said once is kept, under a pseudonym of the name. */
export class Labels {
  readonly #store: Store
  readonly #vrf: VrfThread
  readonly #secret: Buffer
  readonly #known = new LRUCache<string, Label>({ max: 100_000 })
  /** Names are kept in memory only, and only as long as they are asked for. */
  readonly #pseudonyms = new LRUCache<string, string>({ max: 100_000 })
  /** Labels that are being read or computed now: nobody waits for the same one twice. */
  readonly #coming = new Map<string, Promise<Label>>()

  /** @param seed of the VRF */
  constructor(store: Store, vrf: VrfThread, seed: Uint8Array) {
    this.#store = store
    this.#vrf = vrf
    this.#secret = sha256(Buffer.from('huren access list pseudonym v1\0'), seed)
  }

  /** One label a list, in order. */
  of(lists: readonly ListName[]): Promise<Label[]> {
    const pseudonyms = lists.map((list) => this.#pseudonym(list))
    const unknown = new Map<string, Buffer>()
    for (const [i, list] of lists.entries()) {
      const pseudonym = pseudonyms[i] ?? ''
      if (!this.#known.has(pseudonym) && !this.#coming.has(pseudonym)) unknown.set(pseudonym, textOf(list))
    }
    if (unknown.size > 0) this.#learn(unknown)
    const labels = pseudonyms.map((pseudonym) => this.#label(pseudonym))
    return labels.every(isKnown) ? Promise.resolve(labels) : Promise.all(labels)
  }

  /** Institutions are no secret; persons stand in the store only by a keyed hash. */
  #pseudonym(list: ListName): string {
    if (list.kind === 'institution') return `institution ${list.name}`
    const known = this.#pseudonyms.get(list.name)
    if (known) return known
    const pseudonym = sha256(this.#secret, textOf(list)).toString('base64')
    this.#pseudonyms.set(list.name, pseudonym)
    return pseudonym
  }

  #label(pseudonym: string): Label | Promise<Label> {
    const label = this.#known.get(pseudonym) ?? this.#coming.get(pseudonym)
    if (!label) throw new RangeError('more lists in one request than are remembered')
    return label
  }

  #learn(unknown: ReadonlyMap<string, Buffer>): void {
    const learned = this.#readOrCompute(unknown)
    for (const pseudonym of unknown.keys())
      this.#coming.set(
        pseudonym,
        learned.then((labels) => labels.get(pseudonym) as Label),
      )
    const done = () => {
      for (const pseudonym of unknown.keys()) this.#coming.delete(pseudonym)
    }
    learned.then(done, done)
  }

  /** Losing what was computed in a crash costs the computation, nothing else: it is not synced. */
  async #readOrCompute(unknown: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Label>> {
    const stored = await this.#store.getMany([...unknown.keys()].map(keys.name))
    const outputs = await Promise.all(
      [...unknown.values()].map((text, i) => stored[i] ?? this.#vrf.output(text)),
    )
    const labels = new Map<string, Label>()
    const fresh: { type: 'put'; key: string; value: Uint8Array }[] = []
    for (const pseudonym of unknown.keys()) {
      const output = outputs[labels.size] as Uint8Array
      if (!stored[labels.size]) fresh.push({ type: 'put', key: keys.name(pseudonym), value: output })
      labels.set(pseudonym, labelFrom(output))
    }
    if (fresh.length > 0) await this.#store.batch(fresh)
    for (const [pseudonym, label] of labels) this.#known.set(pseudonym, label)
    return labels
  }
}
