import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NotaryKeys } from '../keys/notary-keys.ts'
import { checkpointText, noteOf, parseCheckpoint, parseSignatureLines } from '../keys/note.ts'
import { writeDurably } from '../log/durable-file.ts'
import type { Head, NotaryLog } from '../log/notary-log.ts'

/** A checkpoint of this notary, with the signature lines that it has gathered. */
export interface Published {
  readonly size: number
  readonly text: string
  readonly lines: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** One line of each key: who is asked twice signs twice, at two times, and a note with both would be refused. */
const withoutRepetition = (lines: readonly string[]): string[] => {
  const byKey = new Map<string, string>()
  for (const { name, id, line } of parseSignatureLines(lines.join('\n')))
    if (!byKey.has(`${name} ${id}`)) byKey.set(`${name} ${id}`, line)
  return [...byKey.values()]
}

/** Signs what is durable, and writes it where the log is served. */
export class Publisher {
  readonly #log: NotaryLog
  readonly #keys: NotaryKeys
  #latest: Published | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #witnessed: Published | undefined

  private constructor(log: NotaryLog, keys: NotaryKeys) {
    this.#log = log
    this.#keys = keys
  }

  /**
   * Before anything new is signed, what was signed must still hold: every checkpoint on the disk has the root that the
   * tiles have at its size.
   * @throws Error
   */
  static async open(log: NotaryLog, keys: NotaryKeys): Promise<Publisher> {
    const publisher = new Publisher(log, keys)
    for (const name of ['checkpoint', 'checkpoint.witnessed']) {
      const note = await readFile(join(log.folder, name), 'utf8').catch(() => undefined)
      if (note === undefined) continue
      const { size, root, text, signatures } = parseCheckpoint(note)
      if (size > log.head.size || !(await log.reader.rootAt(size)).equals(root))
        throw new Error(
          `已签发的检查点与日志不符 / the log does not extend what was signed: ${name}, size ${size}`,
        )
      const published = { size, text, lines: signatures.map(({ line }) => line), at: Date.now() }
      if (name === 'checkpoint') publisher.#latest = published
      else publisher.#witnessed = published
    }
    return publisher
  }

  get latest() {
    return this.#latest
  }
  get witnessed() {
    return this.#witnessed
  }
  witnessedNote(): string | undefined {
    return this.#witnessed && noteOf(this.#witnessed.text, this.#witnessed.lines)
  }

  /** Follower and collector both write: one after the other, and never an older checkpoint over a newer one. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(step)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Signs the head (Ed25519, SM2-SM3, own cosignature). Only ever called after the head is on the disk. */
  publish({ size, root }: Head): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#latest && this.#latest.size >= size) return
      const text = checkpointText(this.#keys.origin, size, Buffer.from(root, 'hex'))
      const at = Date.now()
      const { log, sm2, cosigner } = this.#keys
      const lines = [log, sm2, cosigner].map((signer) => signer.line(text, Math.floor(at / 1000)))
      await this.#write('checkpoint', { size, text, lines, at })
    })
  }

  /** Adds cosignatures to a checkpoint; a witnessed one stays available while newer ones gather theirs. */
  cosigned(checkpoint: Published, lines: readonly string[], isWitnessed: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const complete = { ...checkpoint, lines: withoutRepetition([...checkpoint.lines, ...lines]) }
      if (this.#latest?.text === checkpoint.text) await this.#write('checkpoint', complete)
      if (isWitnessed && checkpoint.size >= (this.#witnessed?.size ?? 0))
        await this.#write('checkpoint.witnessed', complete)
    })
  }

  async #write(name: 'checkpoint' | 'checkpoint.witnessed', published: Published): Promise<void> {
    await writeDurably(this.#log.folder, new Map([[name, noteOf(published.text, published.lines)]]))
    if (name === 'checkpoint') this.#latest = published
    else this.#witnessed = published
  }
}
