import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem } from './problem.ts'

/** Sockets whose client was too slow: what is under way on them is answered so. */
const late = new WeakSet<Duplex>()

export const isLate = (socket: Duplex): boolean => late.has(socket)

export const tooLate = () => new Problem('request-timeout', 'the request did not arrive in time')

const problemOf = ({ code }: NodeJS.ErrnoException): Problem => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return tooLate()
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('headers-too-large', 'the fields of a request have at most 16 KiB together')
  return new Problem('request-malformed', 'this is no HTTP request (RFC 9112)')
}

/** A whole answer, for a socket on which no request could be read. */
const answerOf = (problem: Problem): string => {
  const body = JSON.stringify(problem.details('/'))
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** Milliseconds that a client has to read an answer for which its request is cut off. */
const lastWords = 1000

/** Answers on the socket itself, and closes it. */
export const cutOff = (socket: Duplex, problem: Problem): void => {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(answerOf(problem))
  setTimeout(() => socket.destroy(), lastWords).unref()
}

/**
 * Answers what is no request, or does not become one in time, with a problem too: hapi says 400 without a body. Where a
 * request is under way on the socket, hapi ends it.
 */
export const answerClientErrors = (listener: Server): void => {
  const underWay = new WeakMap<Duplex, number>()
  const count = (socket: Duplex, by: number) => underWay.set(socket, (underWay.get(socket) ?? 0) + by)
  listener.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    count(socket, 1)
    response.once('close', () => count(socket, -1))
  })
  const usual = listener.listeners('clientError')
  listener.removeAllListeners('clientError')
  listener.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const problem = problemOf(error)
    if (problem.code === 'request-timeout') late.add(socket)
    if ((underWay.get(socket) ?? 0) > 0)
      for (const each of usual) Reflect.apply(each, listener, [error, socket])
    else cutOff(socket, problem)
  })
}
