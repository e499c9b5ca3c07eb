import { setTimeout as delay } from 'node:timers/promises'
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'
import { send, type TransportOptions } from './transport.ts'

export interface WatchOptions {
  /** Resume after this event (an id of an earlier event: block-transaction-position). */
  readonly after?: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly signal?: AbortSignal
}

/** Milliseconds before a broken stream is opened again, until the server asks for another pause. */
const initialPause = 1000

const stream = async (options: TransportOptions, { query, signal }: WatchOptions, after?: string) => {
  const response = await send(options, {
    path: '/v1/events',
    open: true,
    headers: { accept: 'text/event-stream', ...(after !== undefined && { 'last-event-id': after }) },
    ...(query && { query }),
    ...(signal && { signal }),
  })
  return response.body
}

/**
 * The events of the ledger, in order, each once (server-sent events, WHATWG HTML section 9.2). A broken line is
 * picked up where it broke, with Last-Event-ID; ends only through `signal`.
 * @throws ProblemError when the gateway refuses; UnreachableError when it stays away longer than the retries
 */
export async function* watch(
  options: TransportOptions,
  watching: WatchOptions = {},
): AsyncGenerator<EventSourceMessage> {
  let after = watching.after
  let pause = initialPause
  const stopped = () => watching.signal?.aborted === true
  while (!stopped()) {
    try {
      const body = await stream(options, watching, after)
      if (!body) return
      const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(
        new EventSourceParserStream({
          onRetry: (milliseconds) => {
            pause = milliseconds
          },
        }),
      )
      for await (const event of events) {
        yield event
        after = event.id ?? after
      }
    } catch (error) {
      if (stopped()) return
      if (!isBrokenLine(error)) throw error
    }
    await delay(pause, undefined, watching.signal && { signal: watching.signal }).catch(() => undefined)
  }
}

/** undici reports a connection that ends in the middle of a body as `TypeError: terminated`. */
const isBrokenLine = (error: unknown) => error instanceof TypeError
