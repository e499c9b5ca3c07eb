import type { PlacedNode } from '../description/nodes.ts'
import { chaincodeEnvironment, installedPlace } from './place.ts'

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

/** The name of a node's unit. */
export const unitName = ({ kind, fullName }: Pick<PlacedNode, 'kind' | 'fullName'>) =>
  `huren-${kind}-${fullName}.service`

/**
 * A systemd unit for one node: its own user, nothing but its data folder writable, restarted after a crash. Fabric's
 * programs are expected in /usr/local/bin; a peer's connection to its contract service comes from `chaincode.env`.
 */
export const nodeUnit = (node: PlacedNode): string => {
  const { data } = installedPlace(node)
  const settings = `/etc/huren/${node.fullName}`
  return unitText({
    Unit: {
      Description: `Huren ${node.kind} ${node.fullName}`,
      After: 'network-online.target',
      Wants: 'network-online.target',
    },
    Service: {
      User: 'huren',
      Environment: [`FABRIC_CFG_PATH=${settings}`, 'FABRIC_LOGGING_SPEC=info'],
      ...(node.kind === 'peer' && { EnvironmentFile: `-${settings}/${chaincodeEnvironment}` }),
      ExecStart: node.kind === 'peer' ? '/usr/local/bin/peer node start' : '/usr/local/bin/orderer',
      Restart: 'always',
      RestartSec: '2',
      LimitNOFILE: '65536',
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      ReadWritePaths: data,
    },
    Install: { WantedBy: 'multi-user.target' },
  })
}
