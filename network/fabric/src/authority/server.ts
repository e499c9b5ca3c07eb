import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { AuthorityNode, Organisation } from '../description/consortium.ts'
import { organisationLayout, userLayout } from '../material/layout.ts'
import { authorityUser } from '../material/make.ts'
import { NetworkProblem } from '../problem.ts'
import { findBinary } from '../run/binaries.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { connects, isFree } from '../run/ports.ts'
import { requireRunning, runningPid, type Service, start } from '../run/process.ts'
import { type AuthorityFiles, authoritySettings, tlsAuthoritySettings } from './settings.ts'

type Placed = Pick<Network, 'workspace'>

export const authorityHome = ({ workspace }: Placed, { domain }: Organisation) =>
  join(workspace.authorities, domain)

/** The password of the registrar, who registers and revokes; made once, readable by its owner alone. */
export const registrarSecret = (network: Placed, organisation: Organisation): string => {
  const file = join(authorityHome(network, organisation), 'registrar.secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

const filesOf = (network: Placed, organisation: Organisation): AuthorityFiles => {
  const home = authorityHome(network, organisation)
  const paths = organisationLayout(network.workspace.material, organisation)
  const { tlsCertificate, tlsPrivateKey } = userLayout(
    network.workspace.material,
    organisation,
    authorityUser,
  )
  return {
    home,
    ca: { certificate: paths.caCertificate, key: paths.caKey },
    tlsCa: { certificate: paths.tlsCaCertificate, key: paths.tlsCaKey },
    server: { certificate: tlsCertificate, key: tlsPrivateKey },
    tlsCaSettings: join(home, 'tlsca', 'fabric-ca-server-config.yaml'),
  }
}

const writeSettings = (network: Placed, organisation: Organisation, node: AuthorityNode) => {
  const files = filesOf(network, organisation)
  mkdirSync(join(files.home, 'tlsca'), { recursive: true, mode: 0o700 })
  const secret = registrarSecret(network, organisation)
  const write = (file: string, settings: object) =>
    writeFileSync(file, stringify(settings, { aliasDuplicateObjects: false }), { mode: 0o600 })
  write(join(files.home, 'fabric-ca-server-config.yaml'), authoritySettings(node, files, secret))
  write(files.tlsCaSettings, tlsAuthoritySettings(files, secret))
  return files.home
}

/** The pid file and log of an organisation's fabric-ca. */
export const authorityProcess = (network: Placed, organisation: Organisation) => {
  const home = authorityHome(network, organisation)
  return { log: join(home, 'server.log'), pidFile: join(home, 'server.pid') }
}

/**
 * Starts an organisation's fabric-ca unless it runs, and waits until it listens.
 * @throws NetworkProblem `binary-missing`, `port-in-use`, `process-exited`
 */
export const startAuthority = async (
  network: Network,
  organisation: Organisation,
  node: AuthorityNode,
): Promise<void> => {
  const home = writeSettings(network, organisation, node)
  const service: Service = {
    name: `fabric-ca ${organisation.name}`,
    command: findBinary('fabric-ca-server'),
    args: ['start', '--home', home],
    env: { FABRIC_CA_SERVER_LOGLEVEL: 'warning' },
    cwd: home,
    ...authorityProcess(network, organisation),
  }
  if (!runningPid(service.pidFile) && !(await isFree(node.host, node.port)))
    throw new NetworkProblem(
      'port-in-use',
      `${service.name} 需要的端口 ${node.host}:${node.port} 已被占用`,
      `${node.host}:${node.port}, which ${service.name} needs, is taken`,
    )
  start(service)
  await eventually(60, async () => {
    requireRunning(service)
    if (await connects(node.host, node.port)) return
    throw new NetworkProblem('not-ready', `${service.name} 尚未监听`, `${service.name} does not listen yet`)
  })
}
