import { common, msp } from '@hyperledger/fabric-protos'

export type MspRole = keyof typeof msp.MSPRole.MSPRoleType

const principal = (mspId: string, role: MspRole) => {
  const mspRole = new msp.MSPRole()
  mspRole.setMspIdentifier(mspId)
  mspRole.setRole(msp.MSPRole.MSPRoleType[role])
  const result = new msp.MSPPrincipal()
  result.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE)
  result.setPrincipal(mspRole.serializeBinary())
  return result
}

const signedBy = (index: number) => {
  const rule = new common.SignaturePolicy()
  rule.setSignedBy(index)
  return rule
}

/** An explicit signature policy: `count` of the organisations, each by a member of that role. */
export const outOf = (count: number, mspIds: readonly string[], role: MspRole): common.ConfigPolicy => {
  const nOutOf = new common.SignaturePolicy.NOutOf()
  nOutOf.setN(count)
  nOutOf.setRulesList(mspIds.map((_, index) => signedBy(index)))
  const rule = new common.SignaturePolicy()
  rule.setNOutOf(nOutOf)
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setRule(rule)
  envelope.setIdentitiesList(mspIds.map((mspId) => principal(mspId, role)))
  const policy = new common.Policy()
  policy.setType(common.Policy.PolicyType.SIGNATURE)
  policy.setValue(envelope.serializeBinary())
  const result = new common.ConfigPolicy()
  result.setPolicy(policy)
  result.setModPolicy('Admins')
  return result
}
