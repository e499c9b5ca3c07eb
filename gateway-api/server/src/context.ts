import { readFile } from 'node:fs/promises'
import { loadKey } from '@huren/crypto-config'
import pino, { type Logger } from 'pino'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Authenticator } from './auth/authenticate.ts'
import { Directory } from './auth/directory.ts'
import { Nonces } from './auth/nonces.ts'
import { Tokens } from './auth/tokens.ts'
import type { GatewayConfig } from './config.ts'
import { EventStream } from './events/stream.ts'
import { Ledger } from './ledger/ledger.ts'
import { OfflineSigning } from './ledger/offline.ts'
import { createMetrics } from './metrics.ts'
import { Admission } from './onboarding/admission.ts'
import { Onboarding } from './onboarding/onboarding.ts'
import { Projection } from './projection/projection.ts'
import { DeadLetters } from './queue/dead-letters.ts'
import { Delivery } from './queue/delivery.ts'
import { Queue } from './queue/queue.ts'
import { Recovery } from './queue/recovery.ts'
import { Reader } from './reading/reader.ts'
import { openStore, type Write } from './store/buckets.ts'
import { GroupCommit } from './store/group-commit.ts'
import { Promises } from './submissions/promises.ts'
import { Submissions } from './submissions/submissions.ts'

const loadGatewayKey = async ({ key, passphraseFile }: GatewayConfig) =>
  loadKey(key, (await readFile(passphraseFile, 'utf8')).trimEnd())

const limiters = ({ rate, applicationRate }: GatewayConfig) => ({
  statements: new RateLimiterMemory({ points: rate, duration: 60 }),
  applications: new RateLimiterMemory({ points: applicationRate, duration: 3600 }),
})

/**
 * Puts the parts together: the one place that knows them all.
 * @throws KeyError, or the store's error when another process has it open
 */
export const createContext = async (
  config: GatewayConfig,
  log: Logger = pino({ level: config.logLevel }, pino.destination(2)),
) => {
  const key = await loadGatewayKey(config)
  const metrics = createMetrics()
  const stop = new AbortController()
  const { db, buckets, failed } = await openStore(config.dataDir)
  const ledger = await Ledger.connect(config.ledger)
  const projection = new Projection(db, buckets, ledger, log)
  const disk = new GroupCommit<Write>(db)
  const delivery = new Delivery({
    ledger,
    projection,
    buckets,
    settings: config.delivery,
    metrics,
    log,
    signal: stop.signal,
  })
  const queue = new Queue({ db, buckets, disk, delivery, settings: config.queue, metrics, log })
  const promises = new Promises(key)
  const limits = limiters(config)
  const submissions = new Submissions(queue, buckets, promises, limits.statements, stop.signal)
  const directory = new Directory(ledger, buckets, projection)
  const nonces = new Nonces(buckets.nonces)
  const tokens = new Tokens(config.tokenSeconds)
  const authenticator = new Authenticator(directory, nonces, tokens, config.publicUrl)
  return {
    config,
    log,
    metrics,
    stop,
    db,
    failed,
    buckets,
    disk,
    ledger,
    offline: new OfflineSigning(ledger.connection.client, config.ledger),
    projection,
    queue,
    recovery: new Recovery(queue, ledger, projection, buckets, log),
    deadLetters: new DeadLetters(buckets, disk, queue, log),
    promises,
    submissions,
    limits,
    directory,
    nonces,
    tokens,
    authenticator,
    reader: new Reader(buckets),
    events: new EventStream(buckets, projection, authenticator),
    onboarding: new Onboarding({
      buckets,
      disk,
      ledger,
      directory,
      admission: new Admission(queue, submissions, log),
      submissions,
    }),
  }
}
export type Context = Awaited<ReturnType<typeof createContext>>
