import type { Label } from '@huren/records'
import { stopNode } from '../src/down.ts'
import { startNode } from '../src/up.ts'
import type { Fault } from './fault.ts'
import { fillDisk, makeRoom } from './small-disk.ts'

/** Not a byte is left on the disks of an orderer and a peer; the operator makes room and restarts them. */
export const disksFull = (name: Label): Fault => ({
  name,
  needsRoot: true,
  strike: ({ network, smallDisks }) => {
    for (const node of smallDisks) fillDisk(network, node)
  },
  mend: async ({ network, smallDisks }) => {
    for (const node of smallDisks) {
      makeRoom(network, node)
      await stopNode(network, node)
      await startNode(network, node)
    }
  },
})
