import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** Both ends of a terminal: a person who reads what is shown, and types. */
export const terminal = () => {
  const tty = { isTTY: true, isRaw: false, columns: 80, rows: 24 }
  const input: PassThrough & { isTTY: boolean } = Object.assign(new PassThrough(), tty, {
    setRawMode: () => input,
  })
  const output: PassThrough = Object.assign(new PassThrough(), tty, {
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
    // a prompt that is over ends its stream; a terminal stays
    end: () => output,
  })
  let shown = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text
  })
  /** Waits until a text is shown that was not there at the last answer, and types. */
  const answer = async (prompt: RegExp, keys: string) => {
    while (!prompt.test(shown)) await delay(5)
    shown = ''
    input.write(keys)
  }
  return { input, output, answer, shown: () => shown }
}
