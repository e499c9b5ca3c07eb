import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { NetworkProblem } from '../problem.ts'

/** A long-running program that outlives the command which started it. */
export interface Service {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly log: string
  readonly pidFile: string
}

/** Start time in clock ticks since boot (proc(5), stat field 22): tells a process from a later one with its number. */
const startTime = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : fields[18]
  } catch {
    return undefined
  }
}

/** The running process of a pid file, if it is still the one that was started. */
export const runningPid = (pidFile: string): number | undefined => {
  try {
    const [pid, started] = readFileSync(pidFile, 'utf8').trim().split(' ')
    return startTime(Number(pid)) === started ? Number(pid) : undefined
  } catch {
    return undefined
  }
}

export const lastLines = (log: string, lines = 5): string => {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

/**
 * The process notes its own number and start time before it becomes the service: were the starting command killed between
 * starting it and noting it, nobody would know of it.
 */
const launch = 'echo "$$ $(cut -d" " -f22 /proc/$$/stat)" > "$1.own" && mv "$1.own" "$1"; shift; exec "$@"'

/** Whole at any moment: the process writes the same line, and who reads in between must not find half of it. */
const note = (pidFile: string, pid: number) => {
  const unfinished = `${pidFile}.unfinished`
  writeFileSync(unfinished, `${pid} ${startTime(pid) ?? ''}\n`)
  renameSync(unfinished, pidFile)
}

/**
 * Starts a service unless it runs already; output goes to its log.
 * @returns its process id
 */
export const start = (service: Service): number => {
  const running = runningPid(service.pidFile)
  if (running) return running
  const log = openSync(service.log, 'a', 0o640)
  const { command, args, env, cwd, pidFile } = service
  const child = spawn('/bin/sh', ['-c', launch, 'sh', pidFile, command, ...args], {
    env: { ...process.env, ...env },
    cwd,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.on('error', () => undefined)
  child.unref()
  closeSync(log)
  if (child.pid === undefined)
    throw new NetworkProblem(
      'process-exited',
      `无法启动 ${service.name}`,
      `${service.name} could not be started`,
    )
  note(pidFile, child.pid)
  return child.pid
}

/** @throws NetworkProblem `process-exited` with the last lines of its log */
export const requireRunning = ({ name, pidFile, log }: Pick<Service, 'name' | 'pidFile' | 'log'>) => {
  if (runningPid(pidFile)) return
  const last = lastLines(log)
  throw new NetworkProblem(
    'process-exited',
    `${name} 已退出，日志 ${log} 的最后几行：\n${last}`,
    `${name} has exited; the last lines of ${log} are above`,
  )
}

/** Asks a process to end, and after `patience` milliseconds ends it; true if there was one. */
export const stop = async (pidFile: string, patience = 10_000): Promise<boolean> => {
  const pid = runningPid(pidFile)
  if (pid) {
    process.kill(pid, 'SIGTERM')
    const deadline = Date.now() + patience
    while (runningPid(pidFile) && Date.now() < deadline) await sleep(50)
    if (runningPid(pidFile)) process.kill(pid, 'SIGKILL')
    while (runningPid(pidFile)) await sleep(20)
  }
  rmSync(pidFile, { force: true })
  return pid !== undefined
}
