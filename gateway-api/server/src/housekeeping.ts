import type { Context } from './context.ts'

const month = 30 * 24 * 3600_000

/** Forgets refusals, lists of results and what was given up, after a month. */
const prune = async ({ buckets }: Context, now: number): Promise<void> => {
  for (const bucket of [buckets.refused, buckets.submissions, buckets.discarded])
    for await (const [key, { at }] of bucket.iterator())
      if (Date.parse(at) + month < now) await bucket.del(key)
  for await (const key of buckets.refusedOf.keys())
    if (Date.parse(key.split('/')[1] ?? '') + month < now) await buckets.refusedOf.del(key)
}

/** What a gateway does by itself, every so often. @returns how to stop it */
export const startHousekeeping = (context: Context): (() => void) => {
  const every = (milliseconds: number, work: () => Promise<void>) =>
    setInterval(() => {
      work().catch((error: unknown) => context.log.error({ err: error }, 'housekeeping failed'))
    }, milliseconds).unref()
  const { deadLetters, nonces, metrics, onboarding, projection, config } = context
  const timers = [
    every(Math.min(config.queue.replay, 10_000), () => deadLetters.replayDue(Date.now())),
    every(10_000, () => onboarding.resume()),
    every(30_000, () => nonces.sweep(Date.now())),
    every(24 * 3600_000, () => prune(context, Date.now())),
    every(5_000, async () => {
      metrics.dead.set(await deadLetters.count())
      metrics.indexHeight.set(projection.height)
    }),
  ]
  return () => timers.forEach(clearInterval)
}
