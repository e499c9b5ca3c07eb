import type { Server } from '@hapi/hapi'
import { configOf, type GatewaySettings } from './config.ts'
import { type Context, createContext } from './context.ts'
import { startHousekeeping } from './housekeeping.ts'
import { createHttpServer } from './server.ts'
import { within } from './within.ts'

export type { GatewayConfig, GatewaySettings } from './config.ts'
export { settingsFrom } from './env.ts'
export { type ProblemCode, type ProblemDetails, problemCodes } from './http/problem.ts'
export type { StatementView } from './reading/statement-view.ts'
export type { StatementAnswer } from './submissions/result.ts'

export interface RunningGateway {
  readonly url: string
  readonly server: Server
  /** Rejects when the disk has failed: nothing more is accepted until the gateway is started anew. */
  readonly failed: Promise<never>
  /** Takes nothing new, lets answers out, leaves the rest on the disk. */
  close(): Promise<void>
}

const open = async (context: Context) => {
  const { buckets, projection, queue, nonces, config } = context
  await nonces.restore()
  if (config.rebuildIndex) await projection.clear()
  await projection.start()
  const left = await queue.restore()
  context.metrics.dead.set(
    await buckets.dead
      .keys()
      .all()
      .then((keys) => keys.length),
  )
  return left
}

/** Milliseconds that batches on their way have to arrive; what does not is found out about at the next start. */
const grace = 3000

const close = async (
  context: Context,
  server: Server,
  stopHousekeeping: () => void,
  recovered: Promise<void>,
) => {
  const { stop, queue, disk, projection, ledger, db } = context
  stopHousekeeping()
  await within(queue.close(), grace)
  const answered = server.stop({ timeout: 10_000 })
  stop.abort()
  await Promise.all([answered, queue.close(), recovered])
  await disk.close()
  await projection.close()
  ledger.close()
  await db.close()
}

/**
 * Starts a gateway. It answers as soon as this returns; what was left in the queue goes to the ledger when the ledger
 * can be reached.
 * @throws Joi.ValidationError for a setting, KeyError for the key file, a system error for address or store
 */
export const startGateway = async (settings: GatewaySettings): Promise<RunningGateway> => {
  const context = await createContext(configOf(settings))
  const { log, recovery, onboarding, stop } = context
  const left = await open(context)
  const server = await createHttpServer(context)
  await server.start()
  const recovered = recovery
    .run(left, stop.signal)
    .then(() => onboarding.resume())
    .catch((error: unknown) => {
      if (!stop.signal.aborted) log.error({ err: error }, 'recovery failed')
    })
  const stopHousekeeping = startHousekeeping(context)
  log.info({ url: server.info.uri, gateway: context.promises.key.id }, 'gateway started')
  return {
    url: server.info.uri,
    server,
    failed: context.failed,
    close: () => close(context, server, stopHousekeeping, recovered),
  }
}
