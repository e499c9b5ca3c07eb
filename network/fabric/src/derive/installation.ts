import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { slots } from '../deploy/connection.ts'
import type { Served } from '../deploy/service.ts'
import type { Consortium } from '../description/consortium.ts'
import { nodesIn, type PlacedNode, type PlacedPeer } from '../description/nodes.ts'
import { composeFile } from './compose.ts'
import { sysctlFile, sysctlText } from './kernel.ts'
import { chaincodeEnvironment, contractFiles, installedPlace, type NodePlace } from './place.ts'
import { nodeSettings, settingsFile } from './settings.ts'
import {
  contractsUnit,
  contractsUnitName,
  nodeUnit,
  unitName,
  watchdogUnit,
  watchdogUnitName,
} from './systemd.ts'

/** How the nodes of a data centre are run where they are not native processes of `huren network up`. */
export const installationKinds = ['systemd', 'compose'] as const
export type InstallationKind = (typeof installationKinds)[number]

/** Where Fabric's archive is unpacked for systemd; where its peer image keeps the builder. */
const builders = {
  systemd: '/usr/local/lib/hyperledger-fabric/builders/ccaas',
  compose: '/opt/hyperledger/ccaas_builder',
} as const

/** In a container the published ports decide who reaches operations. */
const placeIn = (kind: InstallationKind, node: PlacedNode): NodePlace => ({
  ...installedPlace(node),
  ...(kind === 'compose' && { operations: '0.0.0.0' }),
})

/** Left alone where its owner has filled it in. */
const beginEnvironment = (file: string) => {
  if (!existsSync(file))
    writeFileSync(file, '# CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG={"address_a":…}\n', { mode: 0o600 })
}

const writeContracts = (folder: string, { bundle, packageId, slot }: Served) => {
  const names = contractFiles(slot)
  copyFileSync(bundle, join(folder, names.bundle))
  writeFileSync(join(folder, names.environment), `CHAINCODE_ID=${packageId}\n`)
}

const writePeer = (out: string, peer: PlacedPeer, kind: InstallationKind, served: Served | null) => {
  const folder = join(out, peer.fullName)
  beginEnvironment(join(folder, chaincodeEnvironment))
  if (served) writeContracts(folder, served)
  if (kind === 'systemd')
    for (const slot of slots)
      writeFileSync(join(out, contractsUnitName(peer, slot)), contractsUnit(peer, slot))
}

/**
 * Writes what a data centre's machines need besides keys: each node's settings, and systemd units with a sysctl.d file or a compose file; the
 * contracts in force, once there are some. Each organisation puts its own `msp` and `tls` folders beside the settings; no key is written.
 */
export const writeInstallation = (
  consortium: Consortium,
  dataCentre: string,
  kind: InstallationKind,
  out: string,
  served: Served | null = null,
) => {
  for (const node of nodesIn(consortium, dataCentre)) {
    const folder = join(out, node.fullName)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, settingsFile(node)), nodeSettings(node, placeIn(kind, node), builders[kind]))
    if (node.kind === 'peer') writePeer(out, node, kind, served)
    if (kind === 'systemd') writeFileSync(join(out, unitName(node)), nodeUnit(node))
  }
  if (kind === 'systemd') {
    writeFileSync(join(out, sysctlFile), sysctlText())
    if (nodesIn(consortium, dataCentre).some(({ kind }) => kind === 'orderer'))
      writeFileSync(join(out, watchdogUnitName), watchdogUnit(dataCentre))
  }
  if (kind === 'compose') writeFileSync(join(out, 'compose.yaml'), composeFile(consortium, dataCentre))
}
