import pRetry from 'p-retry'
import type { PlacedNode } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import { connects } from './ports.ts'

const operations = ({ host, operationsPort }: PlacedNode) => `http://${host}:${operationsPort}`

/** What a node's health check answers (Fabric's operations service, `/healthz`); null when it cannot be reached. */
export const healthOf = async (node: PlacedNode): Promise<'OK' | string | null> => {
  try {
    const answer = await fetch(`${operations(node)}/healthz`, { signal: AbortSignal.timeout(3000) })
    const { status } = (await answer.json()) as { status?: string }
    return status ?? `HTTP ${answer.status}`
  } catch {
    return null
  }
}

/** Tries until it succeeds, at most `seconds`; `give up` errors end it at once. */
export const eventually = <T>(seconds: number, attempt: () => Promise<T>): Promise<T> =>
  pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: seconds * 1000,
    minTimeout: 100,
    maxTimeout: 500,
    shouldRetry: ({ error }) => !(error instanceof NetworkProblem && error.code === 'process-exited'),
  })

/**
 * Waits until a node is healthy and takes connections: operations answer a moment before the node's services do.
 * @throws NetworkProblem `not-ready`, or `process-exited` from `alive`
 */
export const waitHealthy = (node: PlacedNode, alive: () => void): Promise<void> =>
  eventually(60, async () => {
    alive()
    const health = await healthOf(node)
    if (health === 'OK' && (await connects(node.host, node.port))) return
    throw new NetworkProblem(
      'not-ready',
      `${node.fullName} 尚未就绪（${health ?? '无应答'}）`,
      `${node.fullName} is not ready (${health ?? 'no answer'})`,
    )
  })
