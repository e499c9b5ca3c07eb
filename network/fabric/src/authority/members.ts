import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Role, writeMsp } from '@huren/crypto-config'
import type { Organisation } from '../description/consortium.ts'
import { organisationLayout } from '../material/layout.ts'
import { hostsOf, makeMaterial, users } from '../material/make.ts'
import { readPublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { addressOf, enrol, type Registration, reenrol, register } from './identity.ts'
import { authorityHome, startAuthority } from './server.ts'

type MemberPaths = ReturnType<ReturnType<typeof organisationLayout>['member']>

interface Wanted {
  readonly paths: MemberPaths
  readonly role: Role
}

const wanted = (material: string, organisation: Organisation): Wanted[] => {
  const { member } = organisationLayout(material, organisation)
  return [
    ...organisation.peers.map(({ name }) => ({ paths: member('peer', name), role: 'peer' as const })),
    ...organisation.orderers.map(({ name }) => ({
      paths: member('orderer', name),
      role: 'orderer' as const,
    })),
    ...users.map((name) => ({
      paths: member('user', name),
      role: name === 'Admin' ? ('admin' as const) : ('client' as const),
    })),
  ]
}

/** Whole or not at all: what is there counts as done. */
const write = (file: string, text: string, mode: number) => {
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.unfinished`
  writeFileSync(unfinished, text, { mode })
  renameSync(unfinished, file)
}

/** A member's password, kept until it is enrolled: interrupted between registering and enrolling, it goes on. */
const secretOf = (network: Network, organisation: Organisation, name: string): string => {
  const file = join(authorityHome(network, organisation), `${name}.secret`)
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

const ensureRegistered = async (
  network: Network,
  organisation: Organisation,
  registration: Registration,
  kind: 'tls' | 'identities',
) => {
  try {
    await register(network, organisation, registration, kind)
  } catch (problem) {
    if (!(problem instanceof NetworkProblem && problem.zh.includes('is already registered'))) throw problem
  }
}

const certify = async (
  network: Network,
  organisation: Organisation,
  { paths, role }: Wanted,
  tls: boolean,
) => {
  const [certificate, key] = tls
    ? [paths.tlsCertificate, paths.tlsPrivateKey]
    : [paths.certificate, paths.privateKey]
  if (existsSync(certificate)) return
  const kind = tls ? 'tls' : 'identities'
  const name = paths.fullName
  const secret = secretOf(network, organisation, name)
  await ensureRegistered(network, organisation, { name, role, secret, enrolments: -1 }, kind)
  const request = tls ? { hosts: tlsHosts(organisation, name) } : {}
  const enrolled = await enrol(addressOf(network, organisation, kind), { name, secret }, request)
  write(key, enrolled.privateKey, 0o600)
  write(certificate, enrolled.certificate, 0o644)
}

/** Names and addresses under which a member is reached over TLS. */
const tlsHosts = (organisation: Organisation, name: string) => [
  ...[name, name.split(/[.@]/)[0] ?? name, 'localhost', '127.0.0.1', '::1'],
  ...hostsOf(organisation),
]

/** A member's certificate again, for the same key. */
export const renewMember = async (
  network: Network,
  organisation: Organisation,
  paths: MemberPaths,
  tls: boolean,
): Promise<string> => {
  const kind = tls ? 'tls' : 'identities'
  const certificate = readFileSync(tls ? paths.tlsCertificate : paths.certificate, 'utf8')
  const privateKey = readFileSync(tls ? paths.tlsPrivateKey : paths.privateKey, 'utf8')
  const request = { keepKey: true, ...(tls && { hosts: tlsHosts(organisation, paths.fullName) }) }
  const renewed = await reenrol(addressOf(network, organisation, kind), { certificate, privateKey }, request)
  return renewed.certificate
}

const enrolMembers = async (network: Network, organisation: Organisation) => {
  const { material } = network.workspace
  const { caCertificate, tlsCaCertificate } = organisationLayout(material, organisation)
  const known = readPublic(material, organisation)
  for (const member of wanted(material, organisation)) {
    const ca = { path: caCertificate, pem: known.caCertificate }
    await writeMsp(member.paths.msp, ca, { path: tlsCaCertificate, pem: known.tlsCaCertificate })
    write(member.paths.tlsCaCertificate, known.tlsCaCertificate, 0o644)
    for (const tls of [false, true]) await certify(network, organisation, member, tls)
  }
}

/**
 * Makes what is missing of an organisation's keys and certificates: its members are enrolled with its fabric-ca where it
 * has one, certified by the embedded issuer where not (a trial).
 */
export const ensureMembers = async (network: Network, organisation: Organisation): Promise<void> => {
  await makeMaterial(network.workspace.material, organisation)
  if (!organisation.authority) return
  await startAuthority(network, organisation, organisation.authority)
  await enrolMembers(network, organisation)
}
