import type { peer } from '@hyperledger/fabric-protos'
import type { ChannelMembership } from '../identity/msp.ts'

/** Organisations whose peers must endorse. */
export const endorsingOrganisations = 2

/** Whether peers of two different organisations signed the same answer (OutOf(2, …) over the three central ones). */
export const satisfiesPolicy = (
  action: peer.ChaincodeEndorsedAction,
  membership: ChannelMembership,
): boolean => {
  const payload = action.getProposalResponsePayload_asU8()
  const organisations = new Set(
    action
      .getEndorsementsList()
      .map((endorsement) => endorsingOrganisation(endorsement, payload, membership)),
  )
  organisations.delete(undefined)
  return organisations.size >= endorsingOrganisations
}

const endorsingOrganisation = (
  endorsement: peer.Endorsement,
  payload: Uint8Array,
  membership: ChannelMembership,
): string | undefined => {
  const endorser = endorsement.getEndorser_asU8()
  try {
    const identity = membership.identity(endorser)
    const signed = Buffer.concat([payload, endorser])
    return identity.role === 'peer' && identity.verify(signed, endorsement.getSignature_asU8())
      ? identity.mspId
      : undefined
  } catch {
    return undefined
  }
}
