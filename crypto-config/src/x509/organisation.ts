import { readFile } from 'node:fs/promises'
import { layout, type MemberKind, type MemberLayout } from './layout.ts'

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
