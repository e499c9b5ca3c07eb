import { setTimeout as delay } from 'node:timers/promises'
import type { Alarms } from '../alarms.ts'
import { noteOf, parseSignatureLines, verifiedBy } from '../keys/note.ts'
import type { NotaryLog } from '../log/notary-log.ts'
import { stagesWithin } from '../stages.ts'
import type { Cosigner, WitnessSettings } from './peers.ts'
import type { Published, Publisher } from './publisher.ts'

/** An answer must come within this, in milliseconds. */
const timeout = 5000

/** Carries this notary's checkpoints to the witnesses and brings back their cosignatures (C2SP tlog-witness). */
export class Collector {
  readonly #log: NotaryLog
  readonly #publisher: Publisher
  readonly #alarms: Alarms
  readonly #cosigners: readonly Cosigner[]
  readonly #policy: WitnessSettings['policy']
  readonly #own: string
  readonly #lastSizes = new Map<string, number>()
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #unwitnessedSince: number | undefined

  constructor(
    parts: { log: NotaryLog; publisher: Publisher; alarms: Alarms },
    cosigners: readonly Cosigner[],
    policy: WitnessSettings['policy'],
    ownInstitution: string,
  ) {
    this.#log = parts.log
    this.#publisher = parts.publisher
    this.#alarms = parts.alarms
    this.#cosigners = cosigners
    this.#policy = policy
    this.#own = ownInstitution
  }

  /** @param interval milliseconds between two rounds */
  start(interval: number): void {
    this.#running = this.#run(interval)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(interval: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // What goes wrong here (a full disk) must not end the notary: the next round tries again, and health tells.
      await this.round().catch((error: unknown) =>
        console.error(JSON.stringify({ cosigning: String(error) })),
      )
      await delay(interval, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  /** Asks everybody for the newest checkpoint, unless it is witnessed already. */
  async round(): Promise<void> {
    const { latest, witnessed } = this.#publisher
    if (!latest || latest.text === witnessed?.text) {
      this.#unwitnessedSince = undefined
      return
    }
    this.#unwitnessedSince ??= Date.now()
    const given = verifiedBy(
      latest.text,
      parseSignatureLines(latest.lines.join('\n')),
      this.#cosigners.map(({ key }) => key),
    )
    const signed = this.#cosigners.filter(({ key }) => given.some((one) => one.key === key))
    const silent = this.#cosigners.filter((cosigner) => !signed.includes(cosigner))
    const gathered = (await Promise.all(silent.map((cosigner) => this.#ask(cosigner, latest)))).flat()
    const institutions = new Set([
      this.#own,
      ...[...signed, ...gathered].flatMap(({ institution }) => institution ?? []),
    ])
    const isWitnessed =
      institutions.size >= this.#policy.cosignatures &&
      this.#policy.including.every((one) => institutions.has(one))
    await this.#publisher.cosigned(
      latest,
      gathered.map(({ line }) => line),
      isWitnessed,
    )
    if (isWitnessed) this.#unwitnessedSince = undefined
    else await this.#checkOverdue(latest)
  }

  async #checkOverdue({ text, lines, size }: Published) {
    const within = stagesWithin.witnessed
    if (Date.now() - (this.#unwitnessedSince ?? Date.now()) < within) return
    await this.#alarms.raise('witness-overdue', `size ${size} is not witnessed after ${within} ms`, [
      noteOf(text, lines),
    ])
  }

  async #post({ url }: Cosigner, body: string): Promise<Response | undefined> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeout)])
    try {
      return await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, signal })
    } catch {
      return undefined // nobody there now: the next round asks again
    }
  }

  async #body(old: number, { size, text, lines }: Published): Promise<string> {
    const proof = await this.#log.reader.consistencyProof(old, size)
    const hashes = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')
    return `old ${old}\n${hashes}\n${noteOf(text, lines.slice(0, 2))}`
  }

  /** A witness that remembers another size than expected says which (409), and is asked once more. */
  async #ask(cosigner: Cosigner, checkpoint: Published) {
    const { url } = cosigner
    for (let attempt = 0; attempt < 2; attempt++) {
      const old = this.#lastSizes.get(url) ?? 0
      if (old > checkpoint.size) return []
      const response = await this.#post(cosigner, await this.#body(old, checkpoint))
      if (response?.status === 409) {
        this.#lastSizes.set(url, Number.parseInt(await response.text(), 10) || 0)
        continue
      }
      if (response?.status !== 200) return []
      this.#lastSizes.set(url, checkpoint.size)
      return this.#accept(cosigner, checkpoint, await response.text())
    }
    return []
  }

  async #accept({ url, key, institution }: Cosigner, { text }: Published, body: string) {
    try {
      const lines = verifiedBy(text, parseSignatureLines(body), [key])
      if (lines.length > 0) return lines.map(({ line }) => ({ line, institution }))
    } catch {
      // said below
    }
    await this.#alarms.raise('bad-cosignature', `${url} answered with a cosignature that does not verify`)
    return []
  }
}
