import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** What `huren start --json` says when everything runs. */
export interface Started {
  readonly url: string
  readonly ledger: string
  readonly folders: Readonly<
    Record<'organisations' | 'consortium' | 'ledger' | 'documents' | 'explorer', string>
  >
  readonly pids: {
    readonly start: number
    readonly ledger: number
    readonly gateway: number
    readonly notaries?: number
    readonly explorer?: number
    readonly accessLog?: number
  }
  /** Addresses of the three notaries, the supervisor's last, and the trust file of their receipts. */
  readonly notaries: { readonly urls: readonly string[]; readonly trust: string } | undefined
  /** The explorer, and the file with the first passwords of its accounts. */
  readonly explorer: { readonly url: string; readonly passwords: string } | undefined
  /** The imaging cloud's access log, and the file with a token for it. */
  readonly accessLog: { readonly url: string; readonly tokenFile: string } | undefined
}

/** A whole system on this machine, as an operator starts it: nothing in it is a stand-in. */
export interface RunningSystem extends Started {
  /** As Ctrl-C: everything drains. */
  stop(): Promise<void>
  /** As a power cut: every process gets SIGKILL at once, by its id. */
  kill(): Promise<void>
  /** After `stop` or `kill`: the same folder and address again; this system runs again. */
  restart(): Promise<RunningSystem>
}

export const hurenMain = fileURLToPath(import.meta.resolve('@huren/cli/src/main.ts'))

export interface SystemOptions {
  readonly data: string
  /** `host:port`; a free port of 127.0.0.1 unless told. */
  readonly listen?: string
  /** Where the explorer listens; a free port of 127.0.0.1 unless told. */
  readonly explorerListen?: string
  /** Parts to leave out: notaries and explorer unless told, since most tests look at neither. */
  readonly without?: readonly ('notaries' | 'explorer')[]
  /** With the imaging cloud's access log, which needs the notaries. */
  readonly accessLog?: boolean
}

/** Milliseconds until everything runs. */
const patience = 120_000

const launch = ({
  data,
  listen = '127.0.0.1:0',
  explorerListen = '127.0.0.1:0',
  without = ['notaries', 'explorer'],
  accessLog = false,
}: SystemOptions) =>
  spawn(
    process.execPath,
    [
      hurenMain,
      ...['start', '--json', '--data', data, '--listen', listen],
      ...[
        '--explorer-listen',
        explorerListen,
        '--without',
        [...without, ...(accessLog ? [] : ['access-log'])].join(','),
      ],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )

/** Milliseconds that a program which did not come up has to end by itself. */
const grace = 15_000

/** Ends a program, in whatever state it is. */
const end = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), grace)
  await exited
  clearTimeout(late)
}

/**
 * Waits for the one line that a program prints when it runs.
 * @throws Error with what it said, when it ends before, prints something else or takes too long; it has ended then
 */
export const untilReady = async <T>(child: ChildProcessByStdio<null, Readable, Readable>): Promise<T> => {
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk))
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patience)])
  const ended = once(child, 'close', { signal }).then(([code]) => {
    throw new Error(`it ended with ${code}`)
  })
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line', { signal }),
      ended,
    ])
    return JSON.parse(line)
  } catch (error) {
    await end(child)
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`huren start did not come up (${why}): ${said.join('')}`)
  } finally {
    ended.catch(() => undefined)
    stop.abort()
  }
}

const signalled = (pid: number, signal: NodeJS.Signals) => {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** One run of `huren start`. */
const run = async (options: SystemOptions) => {
  const child = launch(options)
  const exited = once(child, 'exit')
  return { started: await untilReady<Started>(child), exited }
}

/** @throws Error with what `huren start` said when it does not come up */
export const startSystem = async (options: SystemOptions): Promise<RunningSystem> => {
  let current = await run(options)
  const { url, folders } = current.started
  const system: RunningSystem = {
    url,
    folders,
    get ledger() {
      return current.started.ledger
    },
    get notaries() {
      return current.started.notaries
    },
    get explorer() {
      return current.started.explorer
    },
    get accessLog() {
      return current.started.accessLog
    },
    get pids() {
      return current.started.pids
    },
    stop: async () => {
      signalled(current.started.pids.start, 'SIGTERM')
      await current.exited
    },
    kill: async () => {
      for (const pid of Object.values(current.started.pids)) signalled(pid, 'SIGKILL')
      await current.exited
    },
    restart: async () => {
      current = await run({ ...options, listen: new URL(url).host })
      return system
    },
  }
  return system
}

/** A folder that is gone afterwards. */
export const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'huren-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
