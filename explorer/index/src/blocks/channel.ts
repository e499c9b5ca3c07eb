import { createHash } from 'node:crypto'
import { common, msp, orderer } from '@hyperledger/fabric-protos'
import { type Certificate, certificateOf } from './certificates.ts'

/** A member of the channel, by its configuration. */
export interface Member {
  readonly mspId: string
  /** Whether it may order, and whether it may endorse and write. */
  readonly orders: boolean
  readonly applies: boolean
  /** Certificates that it has revoked are listed in so many lists. */
  readonly revocationLists: number
}

/** An orderer of a BFT ordering service. */
export interface Consenter {
  readonly id: number
  readonly mspId: string
  readonly address: string
}

/** The channel as a configuration block has it: members, orderers, how blocks are cut; and who decided it. */
export interface ChannelConfiguration {
  readonly sequence: number
  /** `BFT`, `etcdraft`, `embedded`. */
  readonly ordering: string
  readonly limits: { readonly messages: number; readonly timeout: string; readonly preferredBytes: number }
  readonly members: readonly Member[]
  readonly consenters: readonly Consenter[]
  /** SHA-256 of the update that led to it, hexadecimal: what the organisations signed. Absent in block 0. */
  readonly update?: string
  readonly signedBy: readonly string[]
}

const none = new Uint8Array()
type Group = common.ConfigGroup

const settingOf = (group: Group | undefined, name: string) =>
  group?.getValuesMap().get(name)?.getValue_asU8() ?? none

const groupsOf = (group: Group | undefined): Group[] => {
  const groups: Group[] = []
  group?.getGroupsMap().forEach((each) => {
    groups.push(each)
  })
  return groups
}

const mspOf = (group: Group) =>
  msp.FabricMSPConfig.deserializeBinary(
    msp.MSPConfig.deserializeBinary(settingOf(group, 'MSP')).getConfig_asU8(),
  )

/** Authorities of an organisation, for identities and for TLS. */
const authoritiesOf = (group: Group): (Certificate | undefined)[] => {
  const own = mspOf(group)
  const [name, use, tls] = [own.getName(), 'authority', 'tls-authority'] as const
  return [
    ...own.getRootCertsList_asU8().map((pem) => certificateOf(name, pem, use)),
    ...own.getIntermediateCertsList_asU8().map((pem) => certificateOf(name, pem, use)),
    ...own.getTlsRootCertsList_asU8().map((pem) => certificateOf(name, pem, tls)),
    ...own.getTlsIntermediateCertsList_asU8().map((pem) => certificateOf(name, pem, tls)),
  ]
}

const membersOf = (application: readonly Group[], ordering: readonly Group[]): Member[] => {
  const named = (groups: readonly Group[]) => new Map(groups.map((group) => [mspOf(group).getName(), group]))
  const [applies, orders] = [named(application), named(ordering)]
  return [...new Set([...orders.keys(), ...applies.keys()])].map((mspId) => {
    const group = applies.get(mspId) ?? orders.get(mspId)
    return {
      mspId,
      orders: orders.has(mspId),
      applies: applies.has(mspId),
      revocationLists: group ? mspOf(group).getRevocationListList().length : 0,
    }
  })
}

const consentersOf = (group: Group | undefined) =>
  common.Orderers.deserializeBinary(settingOf(group, 'Orderers')).getConsenterMappingList()

/** MSP id of who made a signature on a configuration update. */
const signerOf = (signature: common.ConfigSignature) =>
  msp.SerializedIdentity.deserializeBinary(
    common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8()).getCreator_asU8(),
  ).getMspid()

const decidedBy = (update: common.Envelope | undefined) => {
  if (!update || update.getPayload_asU8().length === 0) return { signedBy: [] }
  const payload = common.Payload.deserializeBinary(update.getPayload_asU8())
  const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
  return {
    update: createHash('sha256').update(signed.getConfigUpdate_asU8()).digest('hex'),
    signedBy: [...new Set(signed.getSignaturesList().map(signerOf))],
  }
}

/** Reads a configuration transaction's data (common.ConfigEnvelope). @throws Error when it is none */
export const readConfiguration = (
  data: Uint8Array,
): { channel: ChannelConfiguration; certificates: Certificate[] } => {
  const envelope = common.ConfigEnvelope.deserializeBinary(data)
  const groups = envelope.getConfig()?.getChannelGroup()?.getGroupsMap()
  const [application, ordering] = [groups?.get('Application'), groups?.get('Orderer')]
  const size = orderer.BatchSize.deserializeBinary(settingOf(ordering, 'BatchSize'))
  const consenters = consentersOf(ordering)
  const [applying, ordered] = [groupsOf(application), groupsOf(ordering)]
  const certificates = [
    ...[...applying, ...ordered].flatMap(authoritiesOf),
    ...consenters.flatMap((each) => [
      certificateOf(each.getMspId(), each.getIdentity_asU8(), 'orderer'),
      certificateOf(each.getMspId(), each.getServerTlsCert_asU8(), 'tls'),
    ]),
  ]
  return {
    channel: {
      sequence: envelope.getConfig()?.getSequence() ?? 0,
      ordering: orderer.ConsensusType.deserializeBinary(settingOf(ordering, 'ConsensusType')).getType(),
      limits: {
        messages: size.getMaxMessageCount(),
        timeout: orderer.BatchTimeout.deserializeBinary(settingOf(ordering, 'BatchTimeout')).getTimeout(),
        preferredBytes: size.getPreferredMaxBytes(),
      },
      members: membersOf(applying, ordered),
      consenters: consenters.map((each) => ({
        id: each.getId(),
        mspId: each.getMspId(),
        address: `${each.getHost()}:${each.getPort()}`,
      })),
      ...decidedBy(envelope.getLastUpdate()),
    },
    certificates: certificates.filter((each) => each !== undefined),
  }
}
