import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What `huren start --json` says when everything runs. */
export interface Started {
  readonly url: string
  readonly ledger: string
  readonly folders: { readonly organisations: string; readonly consortium: string; readonly ledger: string }
  readonly pids: {
    readonly start: number
    readonly ledger: number
    readonly gateway: number
    readonly notaries?: number
    readonly explorer?: number
  }
  /** Addresses of the three notaries, the supervisor's last, and the trust file of their receipts. */
  readonly notaries: { readonly urls: readonly string[]; readonly trust: string } | undefined
  /** The explorer, and the file with the first passwords of its accounts. */
  readonly explorer: { readonly url: string; readonly passwords: string } | undefined
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
}

/** Milliseconds until everything runs. */
const patience = 120_000

const launch = ({
  data,
  listen = '127.0.0.1:0',
  explorerListen = '127.0.0.1:0',
  without = ['notaries', 'explorer'],
}: SystemOptions) =>
  spawn(
    process.execPath,
    [
      hurenMain,
      ...['start', '--json', '--data', data, '--listen', listen],
      ...['--explorer-listen', explorerListen, '--without', without.join(',')],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )

/** @throws Error with what `huren start` said; it is stopped then */
const untilReady = async (child: ReturnType<typeof launch>): Promise<Started> => {
  const messages = text(child.stderr)
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line', {
      signal: AbortSignal.timeout(patience),
    })
    return JSON.parse(line)
  } catch {
    child.kill('SIGTERM')
    throw new Error(`huren start did not come up: ${await messages}`)
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
  return { started: await untilReady(child), exited }
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
