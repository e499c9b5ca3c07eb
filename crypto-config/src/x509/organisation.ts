import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Authority, ensureAuthority } from './authority.ts'
import { newKeyPair, privateKeyPem } from './certificate.ts'
import { issueSigningCertificate, issueTlsCertificate, type Role } from './issue.ts'
import { layout, type MemberKind, type MemberLayout } from './layout.ts'
import { writeMsp } from './msp.ts'
import { writePrivate, writeWhole } from './write-file.ts'

/** Days for which the certificates of nodes and users are valid; authorities live ten years. */
export const memberDays = 2 * 365

export interface OrganisationPlan {
  readonly mspId: string
  readonly domain: string
  readonly peers: readonly string[]
  readonly orderers: readonly string[]
  /** `Admin` is an administrator; all others are clients. */
  readonly users: readonly string[]
  /** Further names and addresses at which the nodes are reached (TLS). */
  readonly hosts: readonly string[]
}

const roleOf = (kind: MemberKind, name: string): Role =>
  kind === 'user' ? (name === 'Admin' ? 'admin' : 'client') : kind

const ensureIdentity = async (ca: Authority, member: MemberLayout, ou: Role) => {
  if (existsSync(member.certificate)) return
  const keys = await newKeyPair()
  const about = { commonName: member.fullName, ou }
  await writePrivate(member.privateKey, await privateKeyPem(keys.privateKey))
  await writeWhole(member.certificate, await issueSigningCertificate(ca, about, keys.publicKey, memberDays))
}

const ensureTls = async (tlsCa: Authority, member: MemberLayout, names: readonly string[]) => {
  if (existsSync(member.tlsCertificate)) return
  const keys = await newKeyPair()
  await writePrivate(member.tlsPrivateKey, await privateKeyPem(keys.privateKey))
  await writeWhole(member.tlsCaCertificate, tlsCa.certificate.toString('pem'))
  await writeWhole(
    member.tlsCertificate,
    await issueTlsCertificate(tlsCa, member.fullName, names, keys.publicKey, memberDays),
  )
}

/** Makes what is missing of an organisation's folder: authorities, MSP, nodes, users. What exists stays as it is. */
export const ensureOrganisation = async (dir: string, plan: OrganisationPlan): Promise<void> => {
  const { mspId, domain, hosts } = plan
  const paths = layout(dir, domain)
  const ca = await ensureAuthority(paths.caCertificate, paths.caKey, `ca.${domain}`, domain)
  const tlsCa = await ensureAuthority(paths.tlsCaCertificate, paths.tlsCaKey, `tlsca.${domain}`, domain)
  const caFile = { path: paths.caCertificate, pem: ca.certificate.toString('pem') }
  const tlsCaFile = { path: paths.tlsCaCertificate, pem: tlsCa.certificate.toString('pem') }

  const ensureMember = async (kind: MemberKind, name: string) => {
    const member = paths.member(kind, name)
    await writeMsp(member.msp, caFile, tlsCaFile)
    await ensureIdentity(ca, member, roleOf(kind, name))
    await ensureTls(tlsCa, member, [member.fullName, name, 'localhost', '127.0.0.1', '::1', ...hosts])
  }
  await writeMsp(paths.msp, caFile, tlsCaFile)
  for (const name of plan.peers) await ensureMember('peer', name)
  for (const name of plan.orderers) await ensureMember('orderer', name)
  for (const name of plan.users) await ensureMember('user', name)
  await writeWhole(paths.description, `${JSON.stringify({ mspId, domain }, null, 2)}\n`)
}

/** A node's or user's certificates and keys, PEM. */
export interface Member {
  readonly name: string
  readonly certificate: string
  readonly privateKey: string
  readonly tlsCertificate: string
  readonly tlsPrivateKey: string
}
export interface Organisation {
  readonly mspId: string
  readonly domain: string
  readonly dir: string
  /** Certificates of the two authorities, PEM; all that others need to know of an organisation. */
  readonly caCertificate: string
  readonly tlsCaCertificate: string
  /** @throws Error (ENOENT) when there is no such member */
  member(kind: MemberKind, name: string): Promise<Member>
}

const loadMember = async (member: MemberLayout): Promise<Member> => ({
  name: member.fullName,
  certificate: await readFile(member.certificate, 'utf8'),
  privateKey: await readFile(member.privateKey, 'utf8'),
  tlsCertificate: await readFile(member.tlsCertificate, 'utf8'),
  tlsPrivateKey: await readFile(member.tlsPrivateKey, 'utf8'),
})

/** Reads an organisation's folder. @throws Error (ENOENT) when it is none */
export const loadOrganisation = async (dir: string): Promise<Organisation> => {
  const { mspId, domain } = JSON.parse(await readFile(layout(dir, '').description, 'utf8'))
  const paths = layout(dir, domain)
  return {
    mspId,
    domain,
    dir,
    caCertificate: await readFile(paths.caCertificate, 'utf8'),
    tlsCaCertificate: await readFile(paths.tlsCaCertificate, 'utf8'),
    member: (kind, name) => loadMember(paths.member(kind, name)),
  }
}
