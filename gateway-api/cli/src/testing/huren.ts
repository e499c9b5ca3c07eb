import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { System } from '../start/system.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const withoutSettings = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HUREN_')))

export const launch = (args: readonly string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [main, ...args], { env: { ...withoutSettings(), ...env } })

/** Runs the real binary, without a terminal. */
export const huren = async (
  args: readonly string[],
  { stdin = '', env }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<Ran> => {
  const child = launch(args, env)
  child.stdin.on('error', () => undefined).end(stdin)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, stdout, stderr }
}

const warm = fileURLToPath(new URL('./warm.ts', import.meta.url))

/** As `huren`, in one process that stays: for tests that ask often. */
export const warmHuren = () => {
  const child = fork(warm, { env: withoutSettings(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ask = async (args: readonly string[], stdin: string): Promise<Ran> => {
    child.send({ args, stdin })
    const [ran] = await once(child, 'message')
    return ran
  }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    huren: (args: readonly string[], { stdin = '' }: { stdin?: string } = {}): Promise<Ran> => {
      const ran = turn.then(() => ask(args, stdin))
      turn = ran
      return ran
    },
    close: () => child.disconnect(),
  }
}

/** A folder with a passphrase file, gone afterwards. */
export const workFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'huren-cli-'))
  const passphraseFile = join(path, 'passphrase')
  await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 })
  return {
    passphraseFile,
    file: (name: string) => join(path, name),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** What `huren start --json` prints. */
export type Started = Pick<System, 'url' | 'pids' | 'folders' | 'notaries' | 'explorer' | 'accessLog'>

/** `huren start` on a free port. @param without parts to leave out; most tests look at neither */
export const startHuren = async (data: string, listen = '127.0.0.1:0', without = 'notaries,explorer') => {
  const child = launch(['start', '--json', '--data', data, '--listen', listen, '--without', without])
  const messages: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => messages.push(line))
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit')])
  if (typeof first[0] !== 'string') throw new Error(`huren start ended: ${messages.join('\n')}`)
  const exited = once(child, 'exit')
  return {
    started: JSON.parse(first[0]) as Started,
    messages,
    /** Resolves with the exit code. */
    stop: async (signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> => {
      if (child.exitCode === null) child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}
