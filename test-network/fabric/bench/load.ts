import { setTimeout as sleep } from 'node:timers/promises'
import type { Submitted } from '@huren/client'
import type { Acknowledgement } from '@huren/fabric-network/load'
import type { Sender } from '../../bench/load.ts'

export interface TimedLoad {
  readonly senders: readonly Sender[]
  /** Statements in one request. */
  readonly request: number
  readonly seconds: number
  /** Statements a second of all senders together; as fast as they are answered when not given. */
  readonly rate?: number
}

/** @throws Error when the ledger says anything but `committed` */
const idsOf = (results: readonly Submitted[]): string[] =>
  results.map((result) => {
    if (result.stage !== 'committed' || !result.id)
      throw new Error(`a statement of the load was not committed: ${JSON.stringify(result)}`)
    return result.id
  })

/**
 * All senders at once for a time, each one request at a time; what was sent is waited for. Latency counts from before
 * the first statement of a request is signed until all of them are committed.
 */
export const runFor = async ({ senders, request, seconds, rate }: TimedLoad): Promise<Acknowledgement[]> => {
  const acknowledged: Acknowledgement[] = []
  const begun = Date.now()
  const end = begun + seconds * 1000
  const pause = rate ? (senders.length * request * 1000) / rate : 0
  const send = async ({ gateway, sign }: Sender, index: number) => {
    let next = begun + (pause * index) / senders.length
    while (Date.now() < end) {
      if (next > Date.now()) await sleep(next - Date.now())
      const at = Date.now()
      const ids = idsOf(await gateway.submit(Array.from({ length: request }, sign), { wait: 60 }))
      acknowledged.push({ at: Date.now(), latency: Date.now() - at, ids })
      next = Math.max(next + pause, Date.now())
    }
  }
  await Promise.all(senders.map(send))
  return acknowledged
}
