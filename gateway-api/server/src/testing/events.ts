import { signatureHeaders } from './caller.ts'
import type { Actor } from './world.ts'

/** Reads events until there are `count` of them, or the server ends the stream. */
export const eventsOf = async (
  base: string,
  caller: Pick<Actor, 'key'>,
  query: string,
  count: number,
  lastEventId?: string,
) => {
  const url = `${base}/v1/events${query}`
  const headers = await signatureHeaders(caller.key, url, 'GET', undefined)
  const stop = new AbortController()
  const response = await fetch(url, {
    headers: { ...headers, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: stop.signal,
  })
  if (!response.ok || !response.body) return { status: response.status, events: [], response }
  let text = ''
  const events = () => text.split('\n\n').filter((one) => one.startsWith('id: '))
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (events().length >= count) break
  }
  stop.abort()
  return {
    status: response.status,
    events: events().map((one) => {
      const [id, event, data] = one.split('\n').map((line) => line.slice(line.indexOf(': ') + 2))
      return { id: id!, event: event!, data: JSON.parse(data!) }
    }),
  }
}
