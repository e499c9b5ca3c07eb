import { existsSync, readFileSync } from 'node:fs'
import { daysLeft } from '@huren/crypto-config'
import type { PlacedNode } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'

/** Whole days until the first of a node's certificates expires; null when they are not on this machine. */
export const certificateDays = (material: string, node: PlacedNode, now = new Date()): number | null => {
  const { certificate, tlsCertificate } = nodeLayout(material, node)
  const files = [certificate, tlsCertificate]
  if (!files.every((file) => existsSync(file))) return null
  return Math.min(...files.map((file) => daysLeft(readFileSync(file, 'utf8'), now)))
}
