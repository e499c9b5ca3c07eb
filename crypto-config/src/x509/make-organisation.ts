import { existsSync } from 'node:fs'
import { type Authority, ensureAuthority } from './authority.ts'
import { newKeyPair, privateKeyPem } from './certificate.ts'
import { issueSigningCertificate, issueTlsCertificate } from './issue.ts'
import { layout, type MemberKind, type MemberLayout } from './layout.ts'
import { writeMsp } from './msp.ts'
import type { Role } from './roles.ts'
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
