import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeMsp } from '@huren/crypto-config'
import Joi from 'joi'
import type { OrdererNode, Organisation } from '../description/consortium.ts'
import { organisationLayout } from './layout.ts'

/** The two certificates by which other orderers know an orderer, PEM. */
export interface OrdererCertificates {
  readonly certificate: string
  readonly tlsCertificate: string
}

/** What others know of an organisation, PEM; no key is among it. */
export interface PublicCertificates {
  /** Its two authorities. */
  readonly caCertificate: string
  readonly tlsCaCertificate: string
  /** Whom it revoked: a certificate revocation list (RFC 5280, section 5). */
  readonly revocationList?: string
  /** Its orderers, by name; they stand in the channel's configuration. */
  readonly orderers?: Readonly<Record<string, OrdererCertificates>>
}

const pem = Joi.string().max(8192).required()
/** For a file that carries them among other fields. */
export const publicFields = {
  caCertificate: pem,
  tlsCaCertificate: pem,
  revocationList: Joi.string().max(1_048_576),
  orderers: Joi.object().pattern(
    Joi.string(),
    Joi.object<OrdererCertificates, true>({ certificate: pem, tlsCertificate: pem }),
  ),
}
export const publicCertificatesSchema = Joi.object<PublicCertificates>(publicFields)

/** Where an MSP folder keeps its revocation list. */
const listIn = (msp: string) => join(msp, 'crls', 'crl.pem')

const ordererCertificates = (material: string, organisation: Organisation, { name }: OrdererNode) => {
  const paths = organisationLayout(material, organisation).member('orderer', name)
  if (!existsSync(paths.certificate) || !existsSync(paths.tlsCertificate)) return []
  const certificates = {
    certificate: readFileSync(paths.certificate, 'utf8'),
    tlsCertificate: readFileSync(paths.tlsCertificate, 'utf8'),
  }
  return [[name, certificates] as const]
}

/** Reads the public certificates of an organisation from a folder of keys and certificates. */
export const readPublic = (material: string, organisation: Organisation): PublicCertificates => {
  const { caCertificate, tlsCaCertificate, msp } = organisationLayout(material, organisation)
  const orderers = organisation.orderers.flatMap((node) => ordererCertificates(material, organisation, node))
  return {
    caCertificate: readFileSync(caCertificate, 'utf8'),
    tlsCaCertificate: readFileSync(tlsCaCertificate, 'utf8'),
    ...(existsSync(listIn(msp)) && { revocationList: readFileSync(listIn(msp), 'utf8') }),
    ...(orderers.length > 0 && { orderers: Object.fromEntries(orderers) }),
  }
}

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const writeRevocations = (msp: string, list: string | undefined) => {
  if (list) write(listIn(msp), list)
  else rmSync(dirname(listIn(msp)), { recursive: true, force: true })
}

/** Puts an organisation's public certificates and MSP folder in place; what is there is overwritten. */
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
  writeRevocations(paths.msp, known.revocationList)
  for (const [name, { certificate, tlsCertificate }] of Object.entries(known.orderers ?? {})) {
    const member = paths.member('orderer', name)
    write(member.certificate, certificate)
    write(member.tlsCertificate, tlsCertificate)
  }
}
