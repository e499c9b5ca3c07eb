import { readFileSync } from 'node:fs'
import { slots } from '../src/deploy/connection.ts'
import { serviceFiles } from '../src/deploy/service.ts'
import { nodesOf } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'
import { runningPid } from '../src/run/process.ts'

/** Milliseconds a clock tick lasts in proc(5): 100 ticks a second on Linux. */
const tick = 10

/** Processor time a process has used, in milliseconds (proc(5), stat fields 14 and 15). */
export const processorTimeOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tick
}

/** The most memory a process has held, in bytes (proc(5), status, VmHWM). */
export const peakMemoryOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
}

export const programs = ['orderers', 'peers', 'contracts'] as const
export type Program = (typeof programs)[number]

/** Processor time used so far by one process of a network, in milliseconds. */
export interface Used {
  readonly program: Program
  readonly process: string
  readonly milliseconds: number
}

const processorTime = (pidFile: string): number => {
  const pid = runningPid(pidFile)
  return pid === undefined ? 0 : processorTimeOf(pid)
}

/** Processor time used so far by each orderer, peer and contract service. */
export const cpuByProcess = (network: Network): Used[] =>
  nodesOf(network.consortium).flatMap((node): Used[] => {
    const own = processorTime(network.workspace.node(node).pid)
    const used: Used = {
      program: node.kind === 'peer' ? 'peers' : 'orderers',
      process: node.fullName,
      milliseconds: own,
    }
    if (node.kind === 'orderer') return [used]
    const services = slots.map((slot) => processorTime(serviceFiles(network, node, slot).pidFile))
    const milliseconds = services.reduce((sum, each) => sum + each, 0)
    return [used, { program: 'contracts', process: node.fullName, milliseconds }]
  })

const memory = (pidFile: string): number => {
  const pid = runningPid(pidFile)
  return pid === undefined ? 0 : peakMemoryOf(pid)
}

/** The most memory that any process of each program has held, in bytes. */
export const peakMemory = (network: Network): Record<Program, number> => {
  const nodes = nodesOf(network.consortium)
  const most = (pidFiles: readonly string[]) => Math.max(0, ...pidFiles.map(memory))
  const of = (kind: 'orderer' | 'peer') =>
    nodes.filter((node) => node.kind === kind).map((node) => network.workspace.node(node).pid)
  const services = nodes.flatMap((node) =>
    node.kind === 'peer' ? slots.map((slot) => serviceFiles(network, node, slot).pidFile) : [],
  )
  return { orderers: most(of('orderer')), peers: most(of('peer')), contracts: most(services) }
}

/** What each process used since `before`. */
export const usedSince = (network: Network, before: readonly Used[]): Used[] =>
  cpuByProcess(network).map((now, index) => ({
    ...now,
    milliseconds: now.milliseconds - (before[index]?.milliseconds ?? 0),
  }))

const ofProgram = (used: readonly Used[], program: Program) =>
  used.filter((one) => one.program === program).map(({ milliseconds }) => milliseconds)

export const sumByProgram = (used: readonly Used[]): Record<Program, number> => ({
  orderers: ofProgram(used, 'orderers').reduce((sum, each) => sum + each, 0),
  peers: ofProgram(used, 'peers').reduce((sum, each) => sum + each, 0),
  contracts: ofProgram(used, 'contracts').reduce((sum, each) => sum + each, 0),
})

/** The process of each program that used most: what one machine must carry. */
export const busiestByProgram = (used: readonly Used[]): Record<Program, number> => ({
  orderers: Math.max(0, ...ofProgram(used, 'orderers')),
  peers: Math.max(0, ...ofProgram(used, 'peers')),
  contracts: Math.max(0, ...ofProgram(used, 'contracts')),
})
