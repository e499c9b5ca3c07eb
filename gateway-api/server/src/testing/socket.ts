import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a server says to raw bytes on a socket.
 * @param chunks bytes (latin1), and pauses in milliseconds
 * @param after milliseconds to listen on after the first answer, unless the server closes
 * @param patience milliseconds to wait for a first answer
 */
export const talk = async (
  url: string,
  chunks: readonly (string | number)[],
  after = 150,
  patience = 10_000,
) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let said = ''
  socket.setEncoding('latin1').on('data', (text) => {
    said += text
  })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const answered = Promise.race([once(socket, 'data'), closed]).catch(() => undefined)
  socket.on('error', () => undefined)
  for (const chunk of chunks) typeof chunk === 'number' ? await delay(chunk) : socket.write(chunk, 'latin1')
  await Promise.race([answered, delay(patience, undefined, { ref: false })])
  await Promise.race([closed, delay(after, undefined, { ref: false })])
  socket.destroy()
  return said
}
