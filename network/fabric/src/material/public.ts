import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeMsp } from '@huren/crypto-config'
import type { Organisation } from '../description/consortium.ts'
import { organisationLayout } from './layout.ts'

/** What others know of an organisation: the certificates of its two authorities, PEM. */
export interface PublicCertificates {
  readonly caCertificate: string
  readonly tlsCaCertificate: string
}

/** Reads the public certificates of an organisation from a folder of keys and certificates. */
export const readPublic = (material: string, organisation: Organisation): PublicCertificates => {
  const { caCertificate, tlsCaCertificate } = organisationLayout(material, organisation)
  return {
    caCertificate: readFileSync(caCertificate, 'utf8'),
    tlsCaCertificate: readFileSync(tlsCaCertificate, 'utf8'),
  }
}

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Puts another organisation's public certificates and MSP folder in place; what is there is overwritten. */
export const writePublic = async (
  material: string,
  organisation: Organisation,
  known: PublicCertificates,
) => {
  const paths = organisationLayout(material, organisation)
  const { mspId, domain } = organisation
  write(paths.description, `${JSON.stringify({ mspId, domain }, null, 2)}\n`)
  write(paths.caCertificate, known.caCertificate)
  write(paths.tlsCaCertificate, known.tlsCaCertificate)
  const ca = { path: paths.caCertificate, pem: known.caCertificate }
  await writeMsp(paths.msp, ca, { path: paths.tlsCaCertificate, pem: known.tlsCaCertificate })
}
