import { X509Certificate } from 'node:crypto'
import { common, msp, orderer } from '@hyperledger/fabric-protos'
import { Membership, type Organisation } from './membership.ts'

/** What the channel's configuration says of who orders and who endorses. */
export interface ChannelConfig {
  readonly channel: string
  readonly application: Membership
  readonly orderers: Membership
  /** The consenters of a BFT ordering service by number; empty for any other. */
  readonly consenters: ReadonlyMap<number, Uint8Array>
}

const membersOf = (group: common.ConfigGroup | undefined): Membership => {
  const organisations: Organisation[] = []
  group?.getGroupsMap().forEach((member) => {
    organisations.push(organisationOf(member))
  })
  return new Membership(organisations)
}

const organisationOf = (group: common.ConfigGroup): Organisation => {
  const value = group.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array()
  const config = msp.FabricMSPConfig.deserializeBinary(
    msp.MSPConfig.deserializeBinary(value).getConfig_asU8(),
  )
  const certificates = [...config.getRootCertsList_asU8(), ...config.getIntermediateCertsList_asU8()]
  return { mspId: config.getName(), authorities: certificates.map((pem) => new X509Certificate(pem)) }
}

const consentersOf = (group: common.ConfigGroup | undefined): Map<number, Uint8Array> => {
  const type = group?.getValuesMap().get('ConsensusType')?.getValue_asU8() ?? new Uint8Array()
  if (orderer.ConsensusType.deserializeBinary(type).getType() !== 'BFT') return new Map()
  const value = group?.getValuesMap().get('Orderers')?.getValue_asU8() ?? new Uint8Array()
  const list = common.Orderers.deserializeBinary(value).getConsenterMappingList()
  return new Map(
    list.map((consenter) => {
      const identity = new msp.SerializedIdentity()
      identity.setMspid(consenter.getMspId())
      identity.setIdBytes(consenter.getIdentity_asU8())
      return [consenter.getId(), identity.serializeBinary()]
    }),
  )
}

/** Reads a configuration envelope. @throws Error when it is none */
export const parseConfig = (channel: string, payloadData: Uint8Array): ChannelConfig => {
  const root = common.ConfigEnvelope.deserializeBinary(payloadData).getConfig()?.getChannelGroup()
  const groups = root?.getGroupsMap()
  if (!groups?.has('Application') || !groups.has('Orderer'))
    throw new Error('配置区块不完整 / the configuration block has no Application or Orderer group')
  const ordering = groups.get('Orderer')
  return {
    channel,
    application: membersOf(groups.get('Application')),
    orderers: membersOf(ordering),
    consenters: consentersOf(ordering),
  }
}
