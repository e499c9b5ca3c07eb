import type { Consortium, Organisation } from '../description/consortium.ts'

/** A policy as configtxgen reads it (configtx.yaml, "Policies"). */
export interface Policy {
  readonly Type: 'Signature' | 'ImplicitMeta'
  readonly Rule: string
}
export type Policies = Readonly<Record<string, Policy>>

type Role = 'member' | 'admin' | 'peer' | 'orderer' | 'client'

const signature = (Rule: string): Policy => ({ Type: 'Signature', Rule })
const any = (subPolicy: string): Policy => ({ Type: 'ImplicitMeta', Rule: `ANY ${subPolicy}` })
const principal = ({ mspId }: Organisation, role: Role) => `'${mspId}.${role}'`

/**
 * A policy as an expression, e.g. `OutOf(2, 'ConsensusOneMSP.peer', …)`: so many of the central organisations, named
 * one by one. Cities that join never change what it takes.
 */
export const centralAgreement = ({ organisations }: Consortium, needed: number, role: Role): string =>
  `OutOf(${needed}, ${organisations.map((organisation) => principal(organisation, role)).join(', ')})`

/** What an organisation decides alone: its own members and certificates. */
export const organisationPolicies = (organisation: Organisation): Policies => ({
  Readers: signature(`OR(${principal(organisation, 'member')})`),
  Writers: signature(`OR(${principal(organisation, 'member')})`),
  Admins: signature(`OR(${principal(organisation, 'admin')})`),
  Endorsement: signature(`OR(${principal(organisation, 'peer')})`),
})

/** Reading and submitting is open to every member organisation; administration needs the central agreement. */
export const channelPolicies = (consortium: Consortium): Policies => ({
  Readers: any('Readers'),
  Writers: any('Writers'),
  Admins: signature(centralAgreement(consortium, consortium.policies.administration, 'admin')),
})

export const applicationPolicies = (consortium: Consortium): Policies => ({
  ...channelPolicies(consortium),
  LifecycleEndorsement: signature(centralAgreement(consortium, consortium.policies.lifecycle, 'peer')),
  Endorsement: signature(centralAgreement(consortium, consortium.policies.endorsement, 'peer')),
})

/** Under SmartBFT Fabric replaces BlockValidation by a quorum of the consenters' own identities. */
export const ordererPolicies = (consortium: Consortium): Policies => ({
  ...channelPolicies(consortium),
  BlockValidation: signature(
    `OR(${consortium.organisations.map((organisation) => principal(organisation, 'orderer')).join(', ')})`,
  ),
})
