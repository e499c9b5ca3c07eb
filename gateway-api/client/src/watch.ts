import { setTimeout as delay } from 'node:timers/promises'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { send, type TransportOptions } from './transport.ts'

export interface WatchOptions {
  /** Resume after this event (an id of an earlier event: block-transaction-position). */
  readonly after?: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly signal?: AbortSignal
}

/** Milliseconds before a broken stream is opened again, until the server asks for another pause. */
const initialPause = 1000
/** Characters that one event may have: an envelope and what the gateway says of it, and room. */
const maxBufferSize = 1_000_000

const stream = async (options: TransportOptions, { query, signal }: WatchOptions, after?: string) => {
  const call = {
    path: '/v1/events',
    open: true,
    headers: { accept: 'text/event-stream', ...(after !== undefined && { 'last-event-id': after }) },
    ...(query && { query }),
    ...(signal && { signal }),
  }
  return send(options, call, ({ body }) => body)
}

/** Events of one connection as they come; `seen` is told each position that the server names, with an event or without. */
async function* eventsOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onRetry: (milliseconds: number) => void,
  seen: (id: string) => void,
): AsyncGenerator<EventSourceMessage> {
  const arrived: EventSourceMessage[] = []
  let named: string | undefined
  const parser = createParser({
    onRetry,
    onId: (id) => {
      named = id
    },
    onEvent: (event) => arrived.push(event),
    maxBufferSize,
  })
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    parser.feed(chunk)
    for (let event = arrived.shift(); event; event = arrived.shift()) {
      yield event
      if (event.id !== undefined) seen(event.id)
    }
    if (named !== undefined) seen(named)
  }
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
  const { signal } = watching
  let after = watching.after
  let pause = initialPause
  while (!signal?.aborted) {
    try {
      const body = await stream(options, watching, after)
      if (!body) return
      const onRetry = (milliseconds: number) => {
        pause = milliseconds
      }
      yield* eventsOf(body, onRetry, (id) => {
        after = id
      })
    } catch (error) {
      if (signal?.aborted) return
      if (!isBrokenLine(error)) throw error
    }
    await delay(pause, undefined, signal && { signal }).catch(() => undefined)
  }
}

/** undici reports a connection that ends in the middle of a body as `TypeError: terminated`. */
const isBrokenLine = (error: unknown) => error instanceof TypeError
