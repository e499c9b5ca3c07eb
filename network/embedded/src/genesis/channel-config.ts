import type { Organisation } from '@huren/crypto-config'
import { common, orderer } from '@hyperledger/fabric-protos'
import type { BatchSettings } from '../settings.ts'
import { endorsingOrganisations } from '../validator/policy.ts'
import { capabilities, configGroup } from './group.ts'
import { organisationGroup } from './organisation.ts'
import { type MspRole, outOf } from './policies.ts'

const hashingAlgorithm = () => {
  const algorithm = new common.HashingAlgorithm()
  algorithm.setName('SHA256')
  return algorithm
}

const dataHashing = () => {
  const structure = new common.BlockDataHashingStructure()
  structure.setWidth(0xffffffff)
  return structure
}

/** Named for what it is: one process, no consensus protocol. */
const consensusType = () => {
  const type = new orderer.ConsensusType()
  type.setType('embedded')
  return type
}

const batchSize = ({ maxMessages, absoluteMaxBytes, preferredMaxBytes }: BatchSettings) => {
  const size = new orderer.BatchSize()
  size.setMaxMessageCount(maxMessages)
  size.setAbsoluteMaxBytes(absoluteMaxBytes)
  size.setPreferredMaxBytes(preferredMaxBytes)
  return size
}

const batchTimeout = ({ timeout }: BatchSettings) => {
  const result = new orderer.BatchTimeout()
  result.setTimeout(`${timeout}ms`)
  return result
}

/** The channel's configuration: its three organisations, explicit two-of-three policies, how blocks are cut. */
export const channelConfig = (
  organisations: readonly Organisation[],
  batch: BatchSettings,
): common.ConfigGroup => {
  const mspIds = organisations.map(({ mspId }) => mspId)
  const groups = Object.fromEntries(organisations.map((each) => [each.mspId, organisationGroup(each)]))
  const any = (role: MspRole) => outOf(1, mspIds, role)
  const two = (role: MspRole) => outOf(endorsingOrganisations, mspIds, role)
  const policies = { Readers: any('MEMBER'), Writers: any('MEMBER'), Admins: two('ADMIN') }
  return configGroup({
    groups: {
      Application: configGroup({
        groups,
        values: { Capabilities: capabilities('V2_0') },
        policies: { ...policies, Endorsement: two('PEER'), LifecycleEndorsement: two('PEER') },
      }),
      Orderer: configGroup({
        groups,
        values: {
          ConsensusType: consensusType(),
          BatchSize: batchSize(batch),
          BatchTimeout: batchTimeout(batch),
          Capabilities: capabilities('V2_0'),
        },
        policies: { ...policies, BlockValidation: any('ORDERER') },
      }),
    },
    values: {
      HashingAlgorithm: hashingAlgorithm(),
      BlockDataHashingStructure: dataHashing(),
      Capabilities: capabilities('V2_0'),
    },
    policies,
  })
}
