import { join } from 'node:path'
import { layout } from '@huren/crypto-config'
import type { Organisation } from '../description/consortium.ts'
import type { PlacedNode } from '../description/nodes.ts'

/** Keys and certificates of one organisation, in the layout of @huren/crypto-config. */
export const organisationLayout = (material: string, { domain }: Organisation) =>
  layout(join(material, domain), domain)

/** A node's MSP and TLS files. */
export const nodeLayout = (material: string, { kind, name, organisation }: PlacedNode) =>
  organisationLayout(material, organisation).member(kind, name)

/** A person's or service's MSP and TLS files, e.g. `Admin`. */
export const userLayout = (material: string, organisation: Organisation, user: string) =>
  organisationLayout(material, organisation).member('user', user)
