import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renewCertificate } from '@huren/crypto-config'
import type { Label } from '@huren/records'
import type { PlacedNode } from '../src/description/nodes.ts'
import { stopNode } from '../src/down.ts'
import { renewCertificates } from '../src/maintain/renew.ts'
import { nodeLayout } from '../src/material/layout.ts'
import type { Network } from '../src/run/network.ts'
import { nodeService } from '../src/run/nodes.ts'
import { start } from '../src/run/process.ts'
import type { Choice, Fault } from './fault.ts'

/** A minute ago. */
const over = -1 / 1440

const expire = async ({ workspace }: Network, node: PlacedNode) => {
  const { tlsCertificate } = nodeLayout(workspace.material, node)
  const home = join(workspace.material, node.organisation.domain)
  const expired = await renewCertificate(home, readFileSync(tlsCertificate, 'utf8'), {
    tls: true,
    days: over,
  })
  writeFileSync(tlsCertificate, expired)
}

/** Nodes restart with a TLS certificate that expired a minute ago: nobody talks to them until it is renewed. */
export const expired = (name: Label, choose: Choice): Fault => ({
  name,
  strike: async ({ network }) => {
    const nodes = await choose(network)
    for (const node of nodes) {
      await expire(network, node)
      await stopNode(network, node)
      start(nodeService(network, node))
    }
  },
  mend: ({ network }) => renewCertificates(network, 0),
})
