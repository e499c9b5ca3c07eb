import { setTimeout as delay } from 'node:timers/promises'

/**
 * Waits for a promise for a limited time, and leaves no timer behind.
 * @param milliseconds after which the answer is undefined
 * @throws the signal's reason when it aborts
 */
export const within = async <T>(
  promise: Promise<T>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<T | undefined> => {
  const over = new AbortController()
  const timer = delay(milliseconds, undefined, {
    signal: signal ? AbortSignal.any([over.signal, signal]) : over.signal,
  })
  try {
    return await Promise.race([promise, timer])
  } finally {
    over.abort()
    timer.catch(() => undefined)
  }
}
