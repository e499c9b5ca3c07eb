import { Readable } from 'node:stream'
import { run } from '../run.ts'

/**
 * Runs command lines one after the other in a process that is warm, each as the binary would run it: a test that asks
 * often does not start Node each time, nor open the same key file (scrypt) again.
 */
const captured = (stream: NodeJS.WriteStream, into: string[]) => {
  const { write } = stream
  stream.write = (chunk: Uint8Array | string) => {
    into.push(String(chunk))
    return true
  }
  return () => {
    stream.write = write
  }
}

process.on('message', async ({ args, stdin }: { args: string[]; stdin: string }) => {
  const [out, err]: [string[], string[]] = [[], []]
  const restore = [captured(process.stdout, out), captured(process.stderr, err)]
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(stdin)]), configurable: true })
  const code = await run(args)
  for (const each of restore) each()
  process.send?.({ code, stdout: out.join(''), stderr: err.join('') })
})
