import { once } from 'node:events'
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js'
import { RpcError, toServiceError } from './rpc-error.ts'

interface Cancellable {
  on(event: 'cancelled', listener: () => void): unknown
}

const gone = new Error('the client is gone')

/** Aborts when the client goes away or its deadline passes. */
export const signalOf = (call: Cancellable): AbortSignal => {
  const controller = new AbortController()
  call.on('cancelled', () => controller.abort(gone))
  return controller.signal
}

/** Refuses calls beyond `limit` in progress, as a peer does. */
export class ConcurrencyLimit {
  readonly #limit: number
  #inProgress = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  async run<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.#inProgress >= this.#limit)
      throw new RpcError(
        status.RESOURCE_EXHAUSTED,
        `too many requests, exceeding concurrency limit (${this.#limit})`,
      )
    this.#inProgress++
    try {
      return await work()
    } finally {
      this.#inProgress--
    }
  }
}

const report = (error: unknown) => {
  if (!(error instanceof RpcError)) console.error(error)
}

/** A unary gRPC handler around a function that answers or throws. */
export const unary =
  <Q, S>(
    limit: ConcurrencyLimit,
    answer: (request: Q, signal: AbortSignal) => Promise<S> | S,
  ): handleUnaryCall<Q, S> =>
  async (call, callback) => {
    const signal = signalOf(call)
    try {
      callback(null, await limit.run(() => answer(call.request, signal)))
    } catch (error) {
      if (signal.aborted) return
      report(error)
      callback(toServiceError(error))
    }
  }

/** A server-streaming gRPC handler around an async generator; waits for slow clients. */
export const serverStream =
  <Q, S>(answers: (request: Q, signal: AbortSignal) => AsyncIterable<S>): handleServerStreamingCall<Q, S> =>
  async (call: ServerWritableStream<Q, S>) => {
    const signal = signalOf(call)
    try {
      for await (const answer of answers(call.request, signal))
        if (!call.write(answer)) await once(call, 'drain', { signal })
      call.end()
    } catch (error) {
      if (signal.aborted) return
      report(error)
      call.emit('error', toServiceError(error))
    }
  }
