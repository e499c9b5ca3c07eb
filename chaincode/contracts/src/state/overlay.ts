import type { StateKey } from './keys.ts'
import type { Change, StateView } from './view.ts'

/** Where bytes come from: the shim's stub, or a map in a test. An absent key answers empty bytes. */
export interface StateReader {
  getState(key: string): Promise<Uint8Array>
}
export interface StateWriter {
  putState(key: string, value: Uint8Array): Promise<void>
}

/** Parsed facts over the stub: each key is read at most once a batch, and written at most once, at its end. */
export class Overlay implements StateView {
  readonly #reader: StateReader
  readonly #facts = new Map<string, object | undefined>()
  readonly #changed = new Set<string>()
  readonly #absent = new Set<string>()

  constructor(reader: StateReader) {
    this.#reader = reader
  }

  async get<T>(key: StateKey<T>): Promise<T | undefined> {
    if (!this.#facts.has(key)) this.#facts.set(key, await this.#read(key))
    // The key's type says what this chaincode wrote under it; nothing else writes into its namespace.
    return this.#facts.get(key) as T | undefined
  }

  /** Reads what is sure to be wanted, without waiting in between: a peer answers many keys in one message. */
  async readAhead(keys: readonly string[]) {
    const wanted = [...new Set(keys)].filter((key) => !this.#facts.has(key))
    const facts = await Promise.all(wanted.map((key) => this.#read(key)))
    for (const [index, key] of wanted.entries()) this.#facts.set(key, facts[index])
  }

  apply(changes: readonly Change[]) {
    for (const { key, value } of changes) {
      this.#facts.set(key, value)
      this.#changed.add(key)
    }
  }

  /** Keys that come into being, in their order. */
  get created(): string[] {
    return [...this.#changed].filter((key) => this.#absent.has(key)).sort()
  }

  /** Writes in the order of the keys, whatever order the statements came in; not waiting in between, see `readAhead`. */
  async writeTo(writer: StateWriter) {
    const write = (key: string) => writer.putState(key, Buffer.from(JSON.stringify(this.#facts.get(key))))
    await Promise.all([...this.#changed].sort().map(write))
  }

  async #read(key: string): Promise<object | undefined> {
    const bytes = await this.#reader.getState(key)
    if (bytes.length > 0) return JSON.parse(Buffer.from(bytes).toString('utf8'))
    this.#absent.add(key)
    return undefined
  }
}
