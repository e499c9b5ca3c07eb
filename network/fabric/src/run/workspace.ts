import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Consortium } from '../description/consortium.ts'
import { readConsortium, writeConsortium } from '../description/file.ts'
import type { PlacedNode } from '../description/nodes.ts'

/** One network's folder on this machine; one owner of all paths in it. */
export interface Workspace {
  readonly root: string
  readonly description: string
  /** Keys and certificates. */
  readonly material: string
  /** configtx.yaml and the channel's first block. */
  readonly channel: string
  readonly firstBlock: string
  readonly chaincode: string
  /** Homes of fabric-ca servers, by domain: settings, databases, the registrar. */
  readonly authorities: string
  /** A folder for each node, named after it. */
  readonly nodes: string
  readonly node: (node: Pick<PlacedNode, 'fullName'>) => NodeFolders
}

export interface NodeFolders {
  readonly settings: string
  readonly data: string
  readonly log: string
  readonly pid: string
}

export const workspaceAt = (folder: string): Workspace => {
  const root = resolve(folder)
  return {
    root,
    description: join(root, 'network.yaml'),
    material: join(root, 'consortium'),
    channel: join(root, 'channel'),
    firstBlock: join(root, 'channel', 'first.block'),
    chaincode: join(root, 'chaincode'),
    authorities: join(root, 'authorities'),
    nodes: join(root, 'nodes'),
    node: ({ fullName }) => {
      const folder = join(root, 'nodes', fullName)
      return {
        settings: folder,
        data: join(folder, 'data'),
        log: join(folder, 'node.log'),
        pid: join(folder, 'node.pid'),
      }
    },
  }
}

/**
 * The description in the workspace; the given one is written there first if the workspace is new.
 * @throws NetworkProblem `description-invalid`
 */
export const openConsortium = (workspace: Workspace, initial: () => Consortium): Consortium => {
  mkdirSync(workspace.root, { recursive: true })
  if (!existsSync(workspace.description)) writeConsortium(workspace.description, initial())
  return readConsortium(workspace.description)
}
