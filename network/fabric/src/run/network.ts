import type { Consortium } from '../description/consortium.ts'
import type { PlacedNode } from '../description/nodes.ts'
import type { Binaries } from './binaries.ts'
import type { Workspace } from './workspace.ts'

/** What every operation on a network needs to know. */
export interface Network {
  readonly consortium: Consortium
  readonly workspace: Workspace
  readonly binaries: Binaries
  /** Tells the operator what is being done, one line at a time. */
  readonly say: (zh: string, en: string) => void
  /** What goes before the command line of a node's programs, e.g. to run them in a network namespace. */
  readonly within?: (node: PlacedNode) => readonly string[]
}

/** The command line of one of a node's programs. */
export const commandOf = (
  { within }: Pick<Network, 'within'>,
  node: PlacedNode,
  ...line: readonly [string, ...string[]]
): { readonly command: string; readonly args: readonly string[] } => {
  const [command = line[0], ...args] = [...(within?.(node) ?? []), ...line]
  return { command, args }
}
