import { addSignature, type SigningKey } from '@huren/crypto-config'
import { type Envelope, type GatewayPromise, makeEnvelope, promise } from '@huren/records'
import type { Entry } from '../queue/entry.ts'
import type { QueuedRow } from '../store/buckets.ts'

/**
 * The gateway's word for statements that are on its disk: signed, with a deadline. One promise for what came together,
 * since a signature costs as much as all else that is done for a statement at the door.
 */
export class Promises {
  readonly key: SigningKey

  constructor(key: SigningKey) {
    this.key = key
  }

  /**
   * Waits until the statements are on the disk.
   * @returns a promise for each time at which some of them were received: one, unless some waited here already
   */
  async promise(entries: readonly Entry[]): Promise<Envelope[]> {
    await Promise.all(entries.map(({ durable }) => durable))
    const rows = new Map(entries.map(({ row }) => [row.id, row]))
    const together = Map.groupBy(rows.values(), ({ receivedAt, deadline }) => `${receivedAt} ${deadline}`)
    return [...together.values()].map((group) => this.#sign(group))
  }

  #sign(rows: readonly QueuedRow[]): Envelope {
    const { receivedAt, deadline } = rows[0]!
    const statements = rows.map(({ id }) => id)
    const document = { statements, receivedAt, deadline, gateway: this.key.id } as GatewayPromise
    const bytes = new TextEncoder().encode(JSON.stringify(document))
    return addSignature(makeEnvelope(promise.name, bytes, []), this.key)
  }
}
