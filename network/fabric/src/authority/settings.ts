import type { AuthorityNode } from '../description/consortium.ts'

/** Where fabric-ca's files lie. */
export interface AuthorityFiles {
  readonly home: string
  /** Certificate and key of the authority that signs identities, and of the one that signs TLS certificates. */
  readonly ca: { readonly certificate: string; readonly key: string }
  readonly tlsCa: { readonly certificate: string; readonly key: string }
  /** What the server itself shows to its clients. */
  readonly server: { readonly certificate: string; readonly key: string }
  /** Settings of the second authority. */
  readonly tlsCaSettings: string
}

/** Names of the two authorities in one fabric-ca server. */
export const authorityNames = { identities: 'ca', tls: 'tlsca' } as const
export const registrar = 'registrar'

/** Two years, as the embedded issuer gives. */
const memberExpiry = '17520h'
const day = '24h'

const registrarAttributes = {
  'hf.Registrar.Roles': '*',
  'hf.Registrar.DelegateRoles': '*',
  'hf.Registrar.Attributes': '*',
  'hf.Revoker': true,
  'hf.GenCRL': true,
  'hf.AffiliationMgr': true,
}

const authority = (name: string, files: { certificate: string; key: string }, secret: string) => ({
  ca: { name, certfile: files.certificate, keyfile: files.key, reenrollIgnoreCertExpiry: false },
  crl: { expiry: `${365 * 24}h` },
  registry: {
    maxenrollments: -1,
    identities: [
      { name: registrar, pass: secret, type: 'client', affiliation: '', attrs: registrarAttributes },
    ],
  },
  db: { type: 'sqlite3', datasource: `${name}.db` },
  signing: {
    default: { usage: ['digital signature'], expiry: memberExpiry },
    profiles: { tls: { usage: ['signing', 'server auth', 'client auth'], expiry: memberExpiry } },
  },
  csr: { cn: name, keyrequest: { algo: 'ecdsa', size: 256 }, ca: { expiry: day } },
  bccsp: { default: 'SW', sw: { hash: 'SHA2', security: 256 } },
})

/**
 * fabric-ca-server-config.yaml: one server, two authorities (identities, TLS), whose certificates and keys are those that
 * the organisation has already; a wrong password ten times locks an identity.
 * @param secret of the registrar
 */
export const authoritySettings = (node: AuthorityNode, files: AuthorityFiles, secret: string) => ({
  address: node.host,
  port: node.port,
  tls: { enabled: true, certfile: files.server.certificate, keyfile: files.server.key },
  ...authority(authorityNames.identities, files.ca, secret),
  cafiles: [files.tlsCaSettings],
  cfg: { identities: { passwordattempts: 10 } },
  operations: { listenAddress: `${node.host}:${node.operationsPort}`, tls: { enabled: false } },
  metrics: { provider: 'prometheus' },
})

export const tlsAuthoritySettings = (files: AuthorityFiles, secret: string) =>
  authority(authorityNames.tls, files.tlsCa, secret)
