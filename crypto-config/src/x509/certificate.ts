import * as x509 from './x509.ts'

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
export const signatureAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const

const day = 24 * 3600 * 1000
/** Clocks differ: a new certificate is valid from five minutes ago. */
const leeway = 5 * 60 * 1000

export const validity = (days: number) => ({
  notBefore: new Date(Date.now() - leeway),
  notAfter: new Date(Date.now() + days * day),
})

/** 128 random bits, positive (RFC 5280, section 4.1.2.2). */
export const randomSerial = (): string => {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
  bytes.writeUInt8((bytes.readUInt8() & 0x7f) | 0x40)
  return bytes.toString('hex')
}

export const newKeyPair = () => crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])

/** PKCS #8 in PEM, as Fabric reads it. */
export const privateKeyPem = async (key: CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')

export const readPrivateKey = (pem: string) =>
  crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), keyAlgorithm, true, ['sign'])
