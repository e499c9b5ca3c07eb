import { connect, createServer } from 'node:net'
import type { PlacedNode } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'

/** Ports on which a node listens. */
export const portsOf = (node: PlacedNode): number[] => [
  node.port,
  node.operationsPort,
  ...(node.kind === 'orderer' ? [node.adminPort] : []),
]

/** Whether nothing listens there yet; an address that is not this network's own says nothing. */
export const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })

/** @throws NetworkProblem `port-in-use` */
export const requireFreePorts = async (node: PlacedNode) => {
  for (const port of portsOf(node))
    if (!(await isFree(node.host, port)))
      throw new NetworkProblem(
        'port-in-use',
        `${node.fullName} 需要的端口 ${node.host}:${port} 已被占用；请停止占用者或修改描述文件`,
        `${node.host}:${port}, which ${node.fullName} needs, is taken; stop who has it or change the description`,
      )
}

/** Whether something accepts connections there, within two seconds. */
export const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
