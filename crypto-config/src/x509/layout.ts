import { join } from 'node:path'

/** Where an organisation's files lie: cryptogen's layout, with peers, orderers and users of one organisation together. */
export const layout = (dir: string, domain: string) => ({
  /** MSP id and domain. */
  description: join(dir, 'organisation.json'),
  caCertificate: join(dir, 'ca', `ca.${domain}-cert.pem`),
  caKey: join(dir, 'ca', 'priv_sk'),
  tlsCaCertificate: join(dir, 'tlsca', `tlsca.${domain}-cert.pem`),
  tlsCaKey: join(dir, 'tlsca', 'priv_sk'),
  /** The MSP that other organisations and the channel configuration know. */
  msp: join(dir, 'msp'),
  member: (kind: MemberKind, name: string) => memberLayout(dir, domain, kind, name),
})

const memberKinds = ['peer', 'orderer', 'user'] as const
export type MemberKind = (typeof memberKinds)[number]

const memberLayout = (dir: string, domain: string, kind: MemberKind, name: string) => {
  const fullName = kind === 'user' ? `${name}@${domain}` : `${name}.${domain}`
  const home = join(dir, `${kind}s`, fullName)
  const tlsName = kind === 'user' ? 'client' : 'server'
  return {
    fullName,
    msp: join(home, 'msp'),
    certificate: join(home, 'msp', 'signcerts', `${fullName}-cert.pem`),
    privateKey: join(home, 'msp', 'keystore', 'priv_sk'),
    tlsCertificate: join(home, 'tls', `${tlsName}.crt`),
    tlsPrivateKey: join(home, 'tls', `${tlsName}.key`),
    tlsCaCertificate: join(home, 'tls', 'ca.crt'),
  }
}
export type MemberLayout = ReturnType<typeof memberLayout>
