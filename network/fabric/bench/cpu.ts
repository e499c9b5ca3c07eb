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

const processorTime = (pidFile: string): number => {
  const pid = runningPid(pidFile)
  return pid === undefined ? 0 : processorTimeOf(pid)
}

/** Processor time used so far by orderers, peers, contract services and this client, in milliseconds. */
export const cpuByProgram = (network: Network): Record<string, number> => {
  const nodes = nodesOf(network.consortium)
  const sum = (pidFiles: string[]) => pidFiles.reduce((total, pidFile) => total + processorTime(pidFile), 0)
  const of = (kind: 'orderer' | 'peer') => nodes.filter((node) => node.kind === kind)
  const { user, system } = process.cpuUsage()
  return {
    orderers: sum(of('orderer').map((node) => network.workspace.node(node).pid)),
    peers: sum(of('peer').map((node) => network.workspace.node(node).pid)),
    contracts: sum(
      nodes.flatMap((node) =>
        node.kind === 'peer' ? slots.map((slot) => serviceFiles(network, node, slot).pidFile) : [],
      ),
    ),
    client: (user + system) / 1000,
  }
}
