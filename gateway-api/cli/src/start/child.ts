import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { RefusedError } from '../exit.ts'

/** One of the processes of a running system. */
export interface ChildPlan {
  readonly name: string
  /** The program, and what it is told. */
  readonly main: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Its messages are kept here. */
  readonly log: string
}

/** What a child says of itself, in one line of JSON, when it can be used. */
export type ReadyLine = Readonly<Record<string, unknown>>

export interface Child {
  readonly pid: number
  readonly ready: ReadyLine
  /** Resolves when it has ended, with what ended it. */
  readonly ended: Promise<string>
  /** SIGTERM, time to drain, SIGKILL if that was not enough. */
  stop(): Promise<void>
}

/** Milliseconds that a child may take to become ready, and to drain. */
const patience = { ready: 120_000, drain: 30_000 }

const attached = new URL('attached.ts', import.meta.url).href

/** What was compiled once is kept, for the parts as for the command line itself; Node adds its version to the folder. */
const compiled = () => {
  const folder = getCompileCacheDir()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}

/** A group of its own, so that Ctrl-C reaches only the parent, which stops its children in the right order. */
const launch = ({ main, args, env, log }: ChildPlan): ChildProcess => {
  const messages = openSync(log, 'a', 0o600)
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', attached, main, ...args],
    {
      detached: true,
      env: { ...process.env, ...compiled(), ...env },
      stdio: ['ignore', 'pipe', messages, 'ipc'],
    },
  )
}

const jsonLine = (line: string): ReadyLine | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as ReadyLine) : undefined
  } catch {
    return undefined
  }
}

const firstJsonLine = async (process: ChildProcess): Promise<ReadyLine> => {
  const { stdout } = process
  if (!stdout) throw new Error('a child without output')
  for await (const line of createInterface({ input: stdout })) {
    const ready = jsonLine(line)
    if (ready) {
      stdout.resume()
      return ready
    }
  }
  throw new Error('it ended before it was ready')
}

const endOf = async (process: ChildProcess): Promise<string> => {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit')
  return process.signalCode ?? `exit ${process.exitCode}`
}

const stopProcess = async (process: ChildProcess, ended: Promise<string>) => {
  const force = setTimeout(() => process.kill('SIGKILL'), patience.drain)
  process.kill('SIGTERM')
  await ended
  clearTimeout(force)
}

/** What it said last, such as why it could not start. */
const lastWords = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? ''

/** @throws RefusedError when it ends before it is ready or takes too long, with its last words */
export const startChild = async (plan: ChildPlan): Promise<Child> => {
  const process = launch(plan)
  const ended = endOf(process)
  const tooLate = setTimeout(() => process.kill('SIGKILL'), patience.ready)
  try {
    const ready = await firstJsonLine(process)
    return { pid: process.pid ?? 0, ready, ended, stop: () => stopProcess(process, ended) }
  } catch {
    throw new RefusedError(
      'start-failed',
      `${plan.name} 未能启动 did not start (${await ended}): ${lastWords(plan.log)} [${plan.log}]`,
    )
  } finally {
    clearTimeout(tooLate)
  }
}
