import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '@huren/crypto-config'
import type { AuthorityNode, Organisation } from '../description/consortium.ts'
import { organisationLayout } from '../material/layout.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { type AuthorityAddress, authorityTool, type Enrolled, enrolledIn, inPrivateFolder } from './client.ts'
import { authorityHome, registrarSecret } from './server.ts'
import { authorityNames, registrar } from './settings.ts'

type Placed = Pick<Network, 'workspace'>

/** Whom an authority registers. */
export interface Registration {
  readonly name: string
  readonly role: Role
  /** Attributes that stand in every certificate of this identity: `{ 'huren.institution': 'GD-4401-00012' }`. */
  readonly attributes?: Readonly<Record<string, string>>
  /** How often the password may be used; once unless told. */
  readonly enrolments?: number
  /** The password; made by the authority unless told. */
  readonly secret?: string
}

/** @throws NetworkProblem `description-unknown-node` when the organisation has no fabric-ca */
export const authorityOf = ({ authority, name }: Organisation): AuthorityNode => {
  if (authority) return authority
  throw new NetworkProblem(
    'description-unknown-node',
    `${name} 没有 fabric-ca（描述文件中无 authority）`,
    `${name} has no fabric-ca: its description names no authority`,
  )
}

export const addressOf = (
  { workspace }: Placed,
  organisation: Organisation,
  kind: keyof typeof authorityNames = 'identities',
): AuthorityAddress => {
  const { host, port } = authorityOf(organisation)
  const { tlsCaCertificate } = organisationLayout(workspace.material, organisation)
  return { host, port, tlsCertificate: tlsCaCertificate, name: authorityNames[kind] }
}

/** The registrar's folder for one of the authorities; enrolled at its first use. */
const registrarHome = async (
  network: Placed,
  organisation: Organisation,
  address: AuthorityAddress,
): Promise<string> => {
  const home = join(authorityHome(network, organisation), `registrar-${address.name}`)
  if (existsSync(join(home, 'msp', 'signcerts'))) return home
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const secret = registrarSecret(network, organisation)
  await authorityTool(address, home, ['enroll'], { login: { name: registrar, secret } })
  return home
}

const asRegistrar = async (
  network: Placed,
  organisation: Organisation,
  args: readonly string[],
  options: { kind?: keyof typeof authorityNames; env?: Record<string, string> } = {},
) => {
  const address = addressOf(network, organisation, options.kind)
  return authorityTool(address, await registrarHome(network, organisation, address), args, {
    env: options.env ?? {},
  })
}

const attributeList = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}:ecert`)
    .join(',')

/**
 * Registers an identity with its organisation's fabric-ca.
 * @returns the password with which its holder enrols, on the holder's own machine
 * @throws NetworkProblem `authority-refused`, e.g. when the name is registered already
 */
export const register = async (
  network: Placed,
  organisation: Organisation,
  { name, role, attributes = {}, enrolments = 1, secret }: Registration,
  kind: keyof typeof authorityNames = 'identities',
): Promise<string> => {
  const list = attributeList(attributes)
  const identity = ['--id.name', name, '--id.type', role, '--id.maxenrollments', String(enrolments)]
  const args = ['register', ...identity, ...(list ? ['--id.attrs', list] : [])]
  const env = secret ? { FABRIC_CA_CLIENT_ID_SECRET: secret } : {}
  const said = await asRegistrar(network, organisation, args, { kind, env })
  const given = /Password:\s*(\S+)/.exec(said)?.[1]
  if (given) return given
  throw new NetworkProblem('authority-refused', `fabric-ca 未给出口令：${said}`, `no password: ${said}`)
}

/** What a certificate request says besides the name. */
interface Request {
  /** Names and addresses of a TLS server; without them an identity's certificate is asked for. */
  readonly hosts?: readonly string[]
}

/** Where no hosts are named, fabric-ca-client would put this machine's name into the certificate. */
const requestOptions = (name: string, { hosts }: Request) => [
  ...['--csr.names', 'C=CN', '--csr.hosts', (hosts ?? [name]).join(',')],
  ...(hosts ? ['--enrollment.profile', 'tls'] : []),
]

/**
 * Enrols: makes a key on this machine and has it certified. The key leaves nowhere.
 * @throws NetworkProblem `authority-refused` when name or password are wrong, used up, or revoked
 */
export const enrol = (
  address: AuthorityAddress,
  login: { readonly name: string; readonly secret: string },
  request: Request = {},
): Promise<Enrolled> =>
  inPrivateFolder(async (home) => {
    await authorityTool(address, home, ['enroll', ...requestOptions(login.name, request)], { login })
    return enrolledIn(home)
  })

/**
 * Enrols again before a certificate expires; the old certificate is the credential.
 * @param request `keepKey` for whom others know by key (an orderer); a new key unless told
 * @throws NetworkProblem `authority-refused` when it was revoked or has expired
 */
export const reenrol = async (
  address: AuthorityAddress,
  current: Enrolled,
  { keepKey = false, ...request }: Request & { readonly keepKey?: boolean } = {},
): Promise<Enrolled> =>
  inPrivateFolder(async (home) => {
    for (const [folder, text] of [
      ['signcerts', current.certificate],
      ['keystore', current.privateKey],
    ] as const) {
      mkdirSync(join(home, 'msp', folder), { recursive: true })
      writeFileSync(join(home, 'msp', folder, folder === 'keystore' ? 'key_sk' : 'cert.pem'), text, {
        mode: 0o600,
      })
    }
    const reuse = keepKey ? ['--csr.keyrequest.reusekey'] : []
    await authorityTool(address, home, [
      'reenroll',
      ...reuse,
      ...requestOptions(nameIn(current.certificate), request),
    ])
    const { certificate } = enrolledIn(home)
    return { certificate, privateKey: keepKey ? current.privateKey : newestKey(home, current.privateKey) }
  })

const nameIn = (certificate: string): string =>
  /^CN=(.+)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? ''

const newestKey = (home: string, old: string): string => {
  const folder = join(home, 'msp', 'keystore')
  const keys = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return keys.find((key) => key !== old) ?? old
}

/**
 * Revokes all certificates of an identity; it cannot enrol again.
 * @returns the authority's revocation list, PEM; peers refuse the identity once the channel holds it
 * @throws NetworkProblem `authority-refused`
 */
export const revokeIdentity = async (
  network: Placed,
  organisation: Organisation,
  name: string,
): Promise<string> => {
  await asRegistrar(network, organisation, ['revoke', '--revoke.name', name, '--gencrl'])
  const home = join(authorityHome(network, organisation), `registrar-${authorityNames.identities}`)
  return readFileSync(join(home, 'msp', 'crls', 'crl.pem'), 'utf8')
}
