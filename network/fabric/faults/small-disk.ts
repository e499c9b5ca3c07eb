import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { PlacedNode } from '../src/description/nodes.ts'
import type { Network } from '../src/run/network.ts'

const size = '400m'
const folderOf = ({ workspace }: Pick<Network, 'workspace'>, node: PlacedNode) =>
  workspace.node(node).settings
const filler = (folder: string) => join(folder, 'filler')

/** Puts a node's folder on a small disk of its own (tmpfs), before the node first starts. Needs root. */
export const mountSmallDisk = async (network: Pick<Network, 'workspace'>, node: PlacedNode) => {
  const folder = folderOf(network, node)
  mkdirSync(folder, { recursive: true })
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'huren-small-disk', folder])
}

export const unmountSmallDisk = (network: Pick<Network, 'workspace'>, node: PlacedNode) =>
  execa('umount', ['-l', folderOf(network, node)])

/** Writes until the disk has not a byte left. */
export const fillDisk = (network: Pick<Network, 'workspace'>, node: PlacedNode) => {
  const file = openSync(filler(folderOf(network, node)), 'a')
  const zeros = Buffer.alloc(1024 * 1024)
  try {
    for (let length = zeros.length; length > 0; ) {
      try {
        writeSync(file, zeros, 0, length)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        length = Math.floor(length / 2)
      }
    }
  } finally {
    closeSync(file)
  }
}

export const makeRoom = (network: Pick<Network, 'workspace'>, node: PlacedNode) =>
  rmSync(filler(folderOf(network, node)), { force: true })
