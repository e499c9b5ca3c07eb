import type { Slot } from '../deploy/connection.ts'
import type { PlacedNode, PlacedPeer } from '../description/nodes.ts'
import { goMemory } from './memory.ts'
import { chaincodeEnvironment, installedContracts, installedPlace } from './place.ts'

/** Sections of a unit file, in order; a repeated key is a list. */
type Unit = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

const unitText = (unit: Unit): string =>
  Object.entries(unit)
    .map(([section, settings]) => {
      const lines = Object.entries(settings).flatMap(([key, value]) =>
        [value].flat().map((one) => `${key}=${one}`),
      )
      return [`[${section}]`, ...lines].join('\n')
    })
    .join('\n\n')
    .concat('\n')

const Install = { WantedBy: 'multi-user.target' }

/** The name of a node's unit. */
export const unitName = ({ kind, fullName }: Pick<PlacedNode, 'kind' | 'fullName'>) =>
  `huren-${kind}-${fullName}.service`

const assignments = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`)

const online = { After: 'network-online.target', Wants: 'network-online.target' }

/** Its own user, started again after a crash, nothing writable but what is said. */
const confined = {
  User: 'huren',
  Restart: 'always',
  RestartSec: '2',
  NoNewPrivileges: 'yes',
  ProtectSystem: 'strict',
  ProtectHome: 'yes',
  PrivateTmp: 'yes',
}

/**
 * A systemd unit for one node: its own user, nothing but its data folder writable, restarted after a crash. Fabric's
 * programs are expected in /usr/local/bin; a peer's connection to its contract service comes from `chaincode.env`.
 */
export const nodeUnit = (node: PlacedNode): string => {
  const { data } = installedPlace(node)
  const settings = `/etc/huren/${node.fullName}`
  return unitText({
    Unit: { Description: `Huren ${node.kind} ${node.fullName}`, ...online },
    Service: {
      ...confined,
      Environment: assignments({ FABRIC_CFG_PATH: settings, FABRIC_LOGGING_SPEC: 'info', ...goMemory }),
      ...(node.kind === 'peer' && { EnvironmentFile: `-${settings}/${chaincodeEnvironment}` }),
      ExecStart: node.kind === 'peer' ? '/usr/local/bin/peer node start' : '/usr/local/bin/orderer',
      LimitNOFILE: '65536',
      ReadWritePaths: data,
    },
    Install,
  })
}

export const watchdogUnitName = 'huren-watchdog.service'

/** The watchdog of a data centre's orderers; it may restart units, so it runs as root. The description lies in /etc/huren; `$$` is systemd's `$`. */
export const watchdogUnit = (dataCentre: string): string =>
  unitText({
    Unit: { Description: `Huren watchdog of ${dataCentre}`, ...online },
    Service: {
      ...confined,
      User: 'root',
      ExecStart: [
        `/usr/local/bin/huren network --folder /etc/huren watchdog --data-centre ${dataCentre}`,
        `--operations-host 127.0.0.1 --restart 'systemctl restart "$$HUREN_UNIT"'`,
      ].join(' '),
    },
    Install,
  })

export const contractsUnitName = ({ fullName }: Pick<PlacedPeer, 'fullName'>, slot: Slot) =>
  `huren-contracts-${slot}-${fullName}.service`

/** A systemd unit for the contract service in one of the two places beside a peer; nothing to do while no bundle lies there. */
export const contractsUnit = (peer: PlacedPeer, slot: Slot): string => {
  const { bundle, identified, environment } = installedContracts(peer, slot)
  return unitText({
    Unit: {
      Description: `Huren contracts ${slot} of ${peer.fullName}`,
      ...online,
      ConditionPathExists: bundle,
    },
    Service: {
      ...confined,
      Environment: assignments(environment),
      EnvironmentFile: identified,
      ExecStart: `/usr/local/bin/node ${bundle}`,
    },
    Install,
  })
}
