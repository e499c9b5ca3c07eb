import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  newKeyPair,
  privateKeyPem,
  randomSerial,
  readPrivateKey,
  signatureAlgorithm,
  validity,
} from './certificate.ts'
import { writePrivate, writeWhole } from './write-file.ts'
import * as x509 from './x509.ts'

/** A certificate authority that can issue. */
export interface Authority {
  readonly certificate: x509.X509Certificate
  readonly key: CryptoKey
}

const years = (count: number) => count * 365

const selfSigned = async (name: string, domain: string) => {
  const keys = await newKeyPair()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: [{ C: ['CN'] }, { O: [domain] }, { CN: [name] }],
    ...validity(years(10)),
    signingAlgorithm: signatureAlgorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate, key: keys.privateKey }
}

export const loadAuthority = async (certificatePath: string, keyPath: string): Promise<Authority> => ({
  certificate: new x509.X509Certificate(await readFile(certificatePath, 'utf8')),
  key: await readPrivateKey(await readFile(keyPath, 'utf8')),
})

/** The authority kept at these paths; made and written there when there is none yet. */
export const ensureAuthority = async (
  certificatePath: string,
  keyPath: string,
  name: string,
  domain: string,
): Promise<Authority> => {
  if (existsSync(certificatePath)) return loadAuthority(certificatePath, keyPath)
  const made = await selfSigned(name, domain)
  await writePrivate(keyPath, await privateKeyPem(made.key))
  await writeWhole(certificatePath, made.certificate.toString('pem'))
  return made
}
