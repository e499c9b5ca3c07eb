import { nodesOf } from '../description/nodes.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { lastLines } from '../run/process.ts'

/**
 * The last lines of a node's log.
 * @param name a node's full name, or its beginning
 * @throws NetworkProblem `description-unknown-node`
 */
export const logsOf = (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  name: string,
  lines = 50,
) => {
  const nodes = nodesOf(consortium).filter(({ fullName }) => fullName.startsWith(name))
  if (nodes.length === 0)
    throw new NetworkProblem(
      'description-unknown-node',
      `没有名为 ${name} 的节点`,
      `there is no node named ${name}`,
    )
  return nodes.map((node) => ({ node: node.fullName, text: lastLines(workspace.node(node).log, lines) }))
}
