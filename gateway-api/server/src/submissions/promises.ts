import { addSignature, type SigningKey } from '@huren/crypto-config'
import { type Envelope, type GatewayPromise, makeEnvelope, promise } from '@huren/records'
import type { Entry } from '../queue/entry.ts'
import type { QueuedRow } from '../store/buckets.ts'

/**
 * The gateway's word for a statement that is on its disk: signed, with a deadline. One promise a statement, so that
 * each can be shown to others alone; asked for again, it is the same one.
 */
export class Promises {
  readonly key: SigningKey
  readonly #signed = new WeakMap<QueuedRow, Envelope>()

  constructor(key: SigningKey) {
    this.key = key
  }

  async promise({ row, durable }: Entry): Promise<Envelope> {
    await durable
    const known = this.#signed.get(row)
    if (known) return known
    const bytes = new TextEncoder().encode(JSON.stringify(this.#document(row)))
    const signed = addSignature(makeEnvelope(promise.name, bytes, []), this.key)
    this.#signed.set(row, signed)
    return signed
  }

  #document({ id, receivedAt, deadline }: QueuedRow) {
    return { statement: id, receivedAt, deadline, gateway: this.key.id } as GatewayPromise
  }
}
