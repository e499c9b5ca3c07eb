import { Alarms } from './alarms.ts'
import { checkProtocolBuffers } from './blocks/protocol-buffers.ts'
import { checkSettings, type NotaryOptions, type NotarySettings, readPassphrase } from './config.ts'
import { connectLedger } from './follow/connection.ts'
import { Follower } from './follow/follower.ts'
import { heightOf } from './follow/height.ts'
import { Punctuality } from './follow/punctuality.ts'
import { httpServer } from './http/server.ts'
import { loadNotaryKeys, type NotaryKeys } from './keys/notary-keys.ts'
import { NotaryLog } from './log/notary-log.ts'
import { type Stages, stagesWithin } from './stages.ts'
import { Collector } from './witness/collector.ts'
import { cosignersOf, logKeysOf } from './witness/peers.ts'
import { Publisher } from './witness/publisher.ts'
import { Watcher } from './witness/watcher.ts'
import { Witness } from './witness/witness.ts'

export interface NotaryHealth {
  readonly status: 'ok' | 'stopped' | 'alarm'
  readonly detail?: string
  readonly nextBlock: number
  readonly size: number
  readonly witnessedSize: number
  readonly alarms: number
  /** How long each stage may take, in milliseconds. */
  readonly within: Stages
}

/** The parts that the HTTP routes see. */
export interface Notary {
  readonly log: NotaryLog
  readonly witness: Witness
  readonly alarms: Alarms
  witnessed(): { readonly note: string; readonly size: number } | undefined
  health(): NotaryHealth
}
export interface RunningNotary extends Notary {
  readonly url: string
  readonly keys: NotaryKeys
  close(): Promise<void>
}

const assemble = async (settings: NotarySettings) => {
  const keys = await loadNotaryKeys(settings.keysDir, await readPassphrase(settings.passphraseFile))
  const alarms = await Alarms.open(settings.dataDir)
  const log = await NotaryLog.open(settings.dataDir, settings.ledger.chaincode)
  const publisher = await Publisher.open(log, keys)
  const logKeys = logKeysOf(settings.witnesses)
  const witness = new Witness(log, keys, alarms, logKeys)
  const cosigners = cosignersOf(settings.witnesses)
  const { policy, peers } = settings.witnesses
  const collector = new Collector({ log, publisher, alarms }, cosigners, policy, settings.institution)
  const watcher = new Watcher(log, witness, peers, logKeys)
  const follower = new Follower(
    log,
    alarms,
    { chaincode: settings.ledger.chaincode, central: settings.central },
    (head) => publisher.publish(head),
  )
  return { keys, alarms, log, publisher, witness, collector, watcher, follower }
}

type Parts = Awaited<ReturnType<typeof assemble>>

const viewOf = ({ log, witness, alarms, publisher, follower }: Parts): Notary => ({
  log,
  witness,
  alarms,
  witnessed: () => {
    const note = publisher.witnessedNote()
    return note === undefined ? undefined : { note, size: publisher.witnessed?.size ?? 0 }
  },
  health: () => ({
    status: follower.stopped ? 'stopped' : alarms.count > 0 ? 'alarm' : 'ok',
    ...(follower.stopped && { detail: follower.stopped }),
    nextBlock: log.head.next,
    size: log.head.size,
    witnessedSize: publisher.witnessed?.size ?? 0,
    alarms: alarms.count,
    within: stagesWithin,
  }),
})

/**
 * Starts a notary beside its organisation's own peer: follows the blocks, derives the log, serves and signs it,
 * cosigns the other notaries' and gathers their cosignatures.
 * @throws Error when settings, keys or the stored log are not right
 */
export const startNotary = async (options: NotaryOptions): Promise<RunningNotary> => {
  checkProtocolBuffers()
  const settings = checkSettings(options)
  const parts = await assemble(settings)
  const notary = viewOf(parts)
  const server = httpServer(notary, settings.listen)
  await server.start()
  const ledger = await connectLedger(settings.ledger)
  // A crash may have come between writing the tree and signing it.
  if (parts.log.head.next > 0) await parts.publisher.publish(parts.log.head)
  parts.follower.start(ledger.network)
  const height = () => heightOf(ledger.network(), settings.ledger.channel)
  const punctuality = new Punctuality(parts.log, parts.alarms, stagesWithin, height)
  punctuality.start()
  parts.collector.start(settings.collectEvery)
  parts.watcher.start(settings.watchEvery)
  const close = async () => {
    await server.stop({ timeout: 1000 })
    punctuality.close()
    await Promise.all([parts.follower.close(), parts.collector.close(), parts.watcher.close()])
    ledger.close()
    await parts.log.close()
  }
  return { ...notary, keys: parts.keys, url: server.info.uri, close }
}
