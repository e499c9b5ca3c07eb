import type { Level } from 'level'
import { Problem } from '../http/problem.ts'

const writing = ['put', 'del', 'batch', 'clear'] as const

/** The disk's own errors; a wrong key or a closed store is a fault of the program. */
const isDisk = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'LEVEL_IO_ERROR' || error.code === 'LEVEL_CORRUPTION')

/**
 * After a write that the disk did not take whole, a Level store takes no more until it is opened anew: its log may end
 * in half a record, and what came after that would be lost at the next start. Reading goes on.
 * @returns rejects with the disk's error when it happens
 */
export const failStop = (db: Level): Promise<never> => {
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)
  let failed = false
  const refusal = () =>
    new Problem('storage-failed', 'the gateway cannot write to its disk; nothing of this was accepted', {
      retryAfter: 30,
    })
  for (const name of writing) {
    const write = db[name]
    const guarded = async (...given: unknown[]): Promise<unknown> => {
      if (failed) throw refusal()
      try {
        return await Reflect.apply(write, db, given)
      } catch (error) {
        if (!isDisk(error)) throw error
        failed = true
        failure.reject(error)
        throw refusal()
      }
    }
    Object.defineProperty(db, name, { value: guarded })
  }
  return failure.promise
}
