import { common, msp } from '@hyperledger/fabric-protos'

/** The organisations whose peers endorse everything, by their MSP ids. */
export const centralMspIds = ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] as const

/** What a city's hospitals state as their own: a consent belongs to a patient, a referral to two sides. */
const ownPrefixes = ['report/', 'decision/', 'log/', 'checkpoint/']

export const isOwnRecord = (key: string) => ownPrefixes.some((prefix) => key.startsWith(prefix))

/** Who submits, as the shim's client identity says it. */
interface Submitter {
  getMSPID(): string
  getAttributeValue(name: string): string | null
}

/**
 * The city whose records a transaction makes: the organisation, no central one, that certified the submitting hospital;
 * null when an organisation's own gateway submits, since that carries everybody's statements.
 */
export const cityOf = (submitter: Submitter, attribute: string): string | null => {
  const mspId = submitter.getMSPID()
  const isCentral = centralMspIds.some((central) => central === mspId)
  return isCentral || submitter.getAttributeValue(attribute) === null ? null : mspId
}

const peerOf = (mspId: string) => {
  const role = new msp.MSPRole()
  role.setMspIdentifier(mspId)
  role.setRole(msp.MSPRole.MSPRoleType.PEER)
  const principal = new msp.MSPPrincipal()
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE)
  principal.setPrincipal(role.serializeBinary())
  return principal
}

const signedBy = (index: number) => {
  const policy = new common.SignaturePolicy()
  policy.setSignedBy(index)
  return policy
}

const outOf = (count: number, rules: common.SignaturePolicy[]) => {
  const some = new common.SignaturePolicy.NOutOf()
  some.setN(count)
  some.setRulesList(rules)
  const policy = new common.SignaturePolicy()
  policy.setNOutOf(some)
  return policy
}

/**
 * The policy of a city's own record (Fabric, "key-level endorsement policies"): its city and one central organisation
 * change it together. All three central organisations together may, too: a city that has left must not make an erasure
 * impossible.
 */
export const ownRecordPolicy = (city: string): Uint8Array => {
  const central = () => centralMspIds.map((_, index) => signedBy(index + 1))
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setVersion(0)
  envelope.setRule(outOf(1, [outOf(2, [signedBy(0), outOf(1, central())]), outOf(3, central())]))
  envelope.setIdentitiesList([city, ...centralMspIds].map(peerOf))
  return envelope.serializeBinary()
}
