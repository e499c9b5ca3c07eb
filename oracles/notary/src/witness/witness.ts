import type { Alarms } from '../alarms.ts'
import type { NotaryKeys } from '../keys/notary-keys.ts'
import {
  type Checkpoint,
  checkpointText,
  type KnownKey,
  noteOf,
  parseCheckpoint,
  verifiedBy,
} from '../keys/note.ts'
import type { NotaryLog } from '../log/notary-log.ts'

/** What C2SP tlog-witness v1.0.0 lets a witness answer. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503
  readonly body: string
}
interface Request {
  readonly old: number
  readonly proof: readonly Buffer[]
  readonly checkpoint: Checkpoint
  readonly note: string
}

const answer = (status: WitnessAnswer['status'], body = ''): WitnessAnswer => ({ status, body })

/** How long a checkpoint that is ahead of this notary's own log may wait for it, in milliseconds. */
const patience = 3000
const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

const parseRequest = (body: string): Request | undefined => {
  const [, old, lines = '', note = ''] =
    /^old (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n(.+)$/s.exec(body) ?? []
  if (old === undefined) return undefined
  try {
    const proof = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => Buffer.from(line, 'base64'))
    return { old: Number(old), proof, checkpoint: parseCheckpoint(note), note }
  } catch {
    return undefined
  }
}

const equal = (a: readonly Uint8Array[], b: readonly Uint8Array[]) =>
  a.length === b.length && a.every((hash, i) => Buffer.compare(hash, b[i]!) === 0)

/**
 * Cosigns the other notaries' checkpoints: only those that this notary has derived itself from its own peer's blocks.
 * Everything that a tlog-witness must check it checks, and it compares the roots with its own tree besides.
 */
export class Witness {
  readonly #log: NotaryLog
  readonly #keys: NotaryKeys
  readonly #alarms: Alarms
  readonly #logs: readonly KnownKey[]
  #turn: Promise<unknown> = Promise.resolve()

  constructor(log: NotaryLog, keys: NotaryKeys, alarms: Alarms, logs: readonly KnownKey[]) {
    this.#log = log
    this.#keys = keys
    this.#alarms = alarms
    this.#logs = logs
  }

  /** One request after the other: what is cosigned never goes back. */
  add(body: string): Promise<WitnessAnswer> {
    const next = this.#turn.then(() => this.#add(body))
    this.#turn = next.catch(() => undefined)
    return next
  }

  async #add(body: string): Promise<WitnessAnswer> {
    const request = parseRequest(body)
    if (!request) return answer(400, 'malformed request\n')
    const { checkpoint, old } = request
    const keys = this.#logs.filter(({ name }) => name === checkpoint.origin)
    if (keys.length === 0) return answer(404, 'unknown origin\n')
    const known = checkpoint.signatures.filter((line) =>
      keys.some(({ name, id }) => name === line.name && id === line.id),
    )
    if (known.length === 0 || verifiedBy(checkpoint.text, known, keys).length < known.length)
      return answer(403, 'no valid signature of the log\n')
    if (old > checkpoint.size) return answer(400, 'old size is larger than the checkpoint\n')
    const last = (await this.#log.cosigned(checkpoint.origin)) ?? { size: 0, root: '' }
    if (old !== last.size) return answer(409, `${last.size}\n`)
    return this.#judge(request)
  }

  async #judge({ old, proof, checkpoint, note }: Request): Promise<WitnessAnswer> {
    if (!(await this.#reached(checkpoint.size)))
      return answer(503, 'this notary has not derived that many entries yet\n')
    if (!(await this.matches(checkpoint, note))) return answer(422, 'another tree than this notary derived\n')
    const expected = await this.#log.reader.consistencyProof(old, checkpoint.size)
    if (!equal(expected, proof)) return answer(422, 'the consistency proof does not verify\n')
    await this.#log.rememberCosigned(checkpoint.origin, checkpoint.size, checkpoint.root.toString('hex'))
    return answer(200, `${this.#keys.cosigner.line(checkpoint.text, Math.floor(Date.now() / 1000))}\n`)
  }

  async #reached(size: number): Promise<boolean> {
    for (const started = Date.now(); this.#log.head.size < size; await pause())
      if (Date.now() - started > patience) return false
    return true
  }

  /**
   * Whether a checkpoint's root is the one that this notary derived at that size; if not, an alarm with both signed
   * checkpoints. The caller has verified its signature, and that the size is not beyond the own log.
   */
  async matches(checkpoint: Checkpoint, note: string): Promise<boolean> {
    const own = await this.#log.reader.rootAt(checkpoint.size)
    if (own.equals(checkpoint.root)) return true
    const text = checkpointText(this.#keys.origin, checkpoint.size, own)
    await this.#alarms.raise(
      'split-view',
      `${checkpoint.origin} has another tree at size ${checkpoint.size}`,
      [noteOf(text, [this.#keys.log.line(text, 0)]), note],
    )
    return false
  }
}
