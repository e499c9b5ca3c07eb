import type { Label } from '@huren/records'
import { recoverNode } from '../src/maintain/recover.ts'
import type { Fault } from './fault.ts'
import { fillDisk, makeRoom } from './small-disk.ts'

/**
 * Not a byte is left on the disks of an orderer and a peer; the operator makes room and recovers them. (Only restarted, the
 * orderer said that it was healthy and stayed behind for good: what it was writing when the disk was full is not whole.)
 */
export const disksFull = (name: Label): Fault => ({
  name,
  needsRoot: true,
  strike: ({ network, smallDisks }) => {
    for (const node of smallDisks) fillDisk(network, node)
  },
  mend: async ({ network, smallDisks }) => {
    for (const node of smallDisks) {
      makeRoom(network, node)
      await recoverNode(network, node)
    }
  },
})
