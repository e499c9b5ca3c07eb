import { verify, X509Certificate } from 'node:crypto'
import { common, msp } from '@hyperledger/fabric-protos'
import { allOrganisations } from '../description/consortium.ts'
import { requireInForce, requireIssued, requireRole } from '../material/certificates.ts'
import { readPublic } from '../material/public.ts'
import type { Network } from '../run/network.ts'

/** A signature on a proposal. */
export interface Signed {
  readonly mspId: string
  /** Whether an administrator's certificate of that organisation made it, over these very bytes. */
  readonly valid: boolean
}

const administratorOf = (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  identity: msp.SerializedIdentity,
): X509Certificate | undefined => {
  const organisation = allOrganisations(consortium).find(({ mspId }) => mspId === identity.getMspid())
  if (!organisation) return undefined
  const ca = new X509Certificate(readPublic(workspace.material, organisation).caCertificate)
  const certificate = new X509Certificate(identity.getIdBytes_asU8())
  requireIssued(certificate, organisation.name, ca)
  requireInForce(certificate, organisation.name)
  requireRole(certificate, organisation.name, 'admin')
  return certificate
}

const isGood = (network: Pick<Network, 'consortium' | 'workspace'>, ...parts: Parts): boolean => {
  const [signature, identity, update] = parts
  try {
    const certificate = administratorOf(network, identity)
    const signed = Buffer.concat([signature.getSignatureHeader_asU8(), update])
    return certificate
      ? verify('sha256', signed, certificate.publicKey, signature.getSignature_asU8())
      : false
  } catch {
    // a certificate that is none, or not of that organisation
    return false
  }
}
type Parts = readonly [common.ConfigSignature, msp.SerializedIdentity, Uint8Array]

/**
 * Who signed a configuration update, checked against the authorities that this machine knows. Revocation lists are not
 * looked into: the orderers do that when it is submitted.
 */
export const signedBy = (
  network: Pick<Network, 'consortium' | 'workspace'>,
  update: common.ConfigUpdateEnvelope,
): Signed[] =>
  update.getSignaturesList().map((signature) => {
    const header = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8())
    const identity = msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8())
    return {
      mspId: identity.getMspid(),
      valid: isGood(network, signature, identity, update.getConfigUpdate_asU8()),
    }
  })
