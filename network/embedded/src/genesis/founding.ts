import { X509Certificate } from 'node:crypto'
import { common, msp } from '@hyperledger/fabric-protos'
import type { Membership } from '../identity/msp.ts'
import { envelopesOf } from '../protoutil/block.ts'
import { parseEnvelope } from '../protoutil/transaction.ts'

/** What block 0 says: the channel, and the organisations with their certificate authorities. */
export interface Founding {
  channel: string
  memberships: Membership[]
}

/** @throws Error if it is no configuration block */
export const parseGenesis = (block: common.Block): Founding => {
  const [bytes] = envelopesOf(block)
  const { payload, channelHeader } = parseEnvelope(
    common.Envelope.deserializeBinary(bytes ?? new Uint8Array()),
  )
  if (channelHeader.getType() !== common.HeaderType.CONFIG) throw new Error('it is no configuration block')
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()
  const application = config?.getChannelGroup()?.getGroupsMap().get('Application')
  const memberships: Membership[] = []
  application?.getGroupsMap().forEach((group) => {
    memberships.push(membershipOf(group))
  })
  return { channel: channelHeader.getChannelId(), memberships }
}

const membershipOf = (group: common.ConfigGroup): Membership => {
  const value = group.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array()
  const config = msp.FabricMSPConfig.deserializeBinary(
    msp.MSPConfig.deserializeBinary(value).getConfig_asU8(),
  )
  return {
    mspId: config.getName(),
    authorities: config.getRootCertsList_asU8().map((certificate) => new X509Certificate(certificate)),
  }
}

/** @throws Error if the ledger was founded for another channel or by other organisations */
export const checkFounding = (found: Founding, channel: string, memberships: readonly Membership[]): void => {
  if (found.channel !== channel)
    throw new Error(`账本属于另一通道 / the ledger is of channel '${found.channel}', not '${channel}'`)
  const [theirs, ours] = [found.memberships, memberships].map((list) =>
    list.map(fingerprint).sort().join('\n'),
  )
  if (theirs !== ours)
    throw new Error(
      '账本属于另一联盟 / the ledger was founded by organisations with other certificate authorities',
    )
}

const fingerprint = ({ mspId, authorities }: Membership) =>
  [mspId, ...authorities.map(({ fingerprint256 }) => fingerprint256)].join(' ')
