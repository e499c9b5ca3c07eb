import { setTimeout as delay } from 'node:timers/promises'
import { type KnownKey, parseCheckpoint, verifiedBy } from '../keys/note.ts'
import type { NotaryLog } from '../log/notary-log.ts'
import type { PeerSettings } from './peers.ts'
import type { Witness } from './witness.ts'

/** Looks at what the other notaries publish to everybody: it must be the tree that this one derived. */
export class Watcher {
  readonly #log: NotaryLog
  readonly #witness: Witness
  readonly #peers: readonly (PeerSettings & { readonly key: KnownKey })[]
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined

  constructor(log: NotaryLog, witness: Witness, peers: readonly PeerSettings[], keys: readonly KnownKey[]) {
    this.#log = log
    this.#witness = witness
    this.#peers = peers.flatMap((peer, i) => (keys[i] ? [{ ...peer, key: keys[i] }] : []))
  }

  start(interval: number): void {
    this.#running = this.#run(interval)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(interval: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.round()
      await delay(interval, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async round(): Promise<void> {
    await Promise.all(this.#peers.map((peer) => this.#look(peer).catch(() => undefined)))
  }

  async #look({ url, key }: PeerSettings & { readonly key: KnownKey }): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(5000)])
    const response = await fetch(`${url.replace(/\/$/, '')}/checkpoint`, { signal })
    if (!response.ok) return
    const note = await response.text()
    const checkpoint = parseCheckpoint(note)
    if (verifiedBy(checkpoint.text, checkpoint.signatures, [key]).length === 0) return
    if (checkpoint.size <= this.#log.head.size) await this.#witness.matches(checkpoint, note)
  }
}
