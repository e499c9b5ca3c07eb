import { readFile } from 'node:fs/promises'
import { UsageError } from './exit.ts'

export interface PassphraseOptions {
  /** One file for all keys, or one for each key, in the same order. */
  readonly passphraseFile?: readonly string[]
}

const fromFile = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError('passphrase-file-unreadable', `${path}: ${error.code ?? error.message}`)
  })
  return text.replace(/\r?\n$/, '')
}

/** Where a person is asked: never standard output, which a script may read. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream
}

const ask = async (message: string, terminal: Terminal) => {
  const { password } = await import('@inquirer/prompts')
  return password({ message, mask: '*' }, terminal)
}
const here = (): Terminal => ({ input: process.stdin, output: process.stderr })

const fileFor = ({ passphraseFile }: PassphraseOptions, index: number) => {
  const files =
    passphraseFile ?? (process.env.HUREN_PASSPHRASE_FILE ? [process.env.HUREN_PASSPHRASE_FILE] : [])
  return files[index] ?? files[0]
}

const insistOnTerminal = ({ input }: Terminal) => {
  if (input.isTTY) return
  throw new UsageError(
    'passphrase-missing',
    'no terminal to ask for the passphrase: give --passphrase-file or set HUREN_PASSPHRASE_FILE',
  )
}

/** The passphrase of an existing key: from a file or a prompt, never from an argument (others see those). */
export const passphraseFor = async (
  name: string,
  options: PassphraseOptions,
  index = 0,
  terminal: Terminal = here(),
): Promise<string> => {
  const file = fileFor(options, index)
  if (file !== undefined) return fromFile(file)
  insistOnTerminal(terminal)
  return ask(`${name} 的口令 passphrase`, terminal)
}

/** A passphrase for a new key; at a prompt it is asked for twice. */
export const newPassphrase = async (
  options: PassphraseOptions,
  terminal: Terminal = here(),
): Promise<string> => {
  const file = fileFor(options, 0)
  if (file !== undefined) return fromFile(file)
  insistOnTerminal(terminal)
  const first = await ask('新口令 new passphrase', terminal)
  if ((await ask('再输一次 once more', terminal)) === first) return first
  throw new UsageError('passphrase-mismatch', 'the two passphrases differ')
}
