import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'

/** What a certificate is for: an authority, a node or client by its NodeOU role, or a node's TLS connections. */
export type CertificateUse =
  | 'authority'
  | 'tls-authority'
  | 'orderer'
  | 'peer'
  | 'client'
  | 'admin'
  | 'tls'
  | 'other'

/** An X.509 certificate that stands in the blocks; none of its key is secret. */
export interface Certificate {
  /** SHA-256 of its DER bytes, hexadecimal. */
  readonly fingerprint: string
  readonly mspId: string
  readonly name: string
  readonly use: CertificateUse
  readonly issuer: string
  readonly serial: string
  /** `ec prime256v1`. */
  readonly key: string
  readonly notBefore: string
  readonly notAfter: string
}

const roles: readonly CertificateUse[] = ['orderer', 'peer', 'client', 'admin']

const wordOf = (subject: object, name: 'CN' | 'OU'): string[] =>
  [Object(subject)[name] ?? []].flat().map(String)

/** Reads a certificate; undefined for what is none. @param use what it is for, where its role does not say so */
export const certificateOf = (
  mspId: string,
  pem: Uint8Array,
  use?: CertificateUse,
): Certificate | undefined => {
  try {
    const x509 = new X509Certificate(pem)
    const { subject, issuer } = x509.toLegacyObject()
    const role = roles.find((each) => wordOf(subject, 'OU').includes(each))
    const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey
    return {
      fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
      mspId,
      name: wordOf(subject, 'CN')[0] ?? '',
      use: use ?? role ?? 'other',
      issuer: wordOf(issuer, 'CN')[0] ?? '',
      serial: x509.serialNumber,
      key: [asymmetricKeyType, asymmetricKeyDetails?.namedCurve].filter(Boolean).join(' '),
      notBefore: x509.validFromDate.toISOString(),
      notAfter: x509.validToDate.toISOString(),
    }
  } catch {
    return undefined
  }
}

const capacity = 10_000
const known = new Map<string, Certificate | undefined>()

/** The certificate of whoever signed (msp.SerializedIdentity); the same few sign nearly everything. */
export const signerCertificate = (serialized: Uint8Array): Certificate | undefined => {
  const key = Buffer.from(serialized).toString('latin1')
  if (known.has(key)) return known.get(key)
  if (known.size >= capacity) known.clear()
  let certificate: Certificate | undefined
  try {
    const identity = msp.SerializedIdentity.deserializeBinary(serialized)
    certificate = certificateOf(identity.getMspid(), identity.getIdBytes_asU8())
  } catch {
    certificate = undefined
  }
  known.set(key, certificate)
  return certificate
}
