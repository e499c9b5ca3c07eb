import { randomBytes } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js'
import type { Consortium } from '../identity/consortium.ts'
import { signBlock } from '../orderer/block-signature.ts'
import { commitHash } from '../orderer/commit-hash.ts'
import { metadataValue } from '../orderer/orderer.ts'
import { newBlock, setMetadata } from '../protoutil/block.ts'
import type { LedgerSettings } from '../settings.ts'
import type { BlockCommit } from '../store/ledger-store.ts'
import { channelConfig } from './channel-config.ts'

const channelHeader = (channel: string) => {
  const header = new common.ChannelHeader()
  header.setType(common.HeaderType.CONFIG)
  header.setVersion(1)
  header.setChannelId(channel)
  header.setTimestamp(timestamps.Timestamp.fromDate(new Date()))
  return header
}

const configEnvelope = (consortium: Consortium, settings: LedgerSettings): common.Envelope => {
  const config = new common.Config()
  config.setChannelGroup(channelConfig(consortium.organisations, settings.batch))
  const configuration = new common.ConfigEnvelope()
  configuration.setConfig(config)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setNonce(randomBytes(24))
  const header = new common.Header()
  header.setChannelHeader(channelHeader(settings.channel).serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(configuration.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return envelope
}

/** Block 0: the channel's configuration, which binds the ledger to its three organisations. */
export const genesisCommit = (consortium: Consortium, settings: LedgerSettings): BlockCommit => {
  const block = newBlock(0, new Uint8Array(), [configEnvelope(consortium, settings).serializeBinary()])
  const flags = Uint8Array.of(peer.TxValidationCode.VALID)
  const decided = commitHash(new Uint8Array(), flags, new Map())
  signBlock(block, consortium.orderer)
  setMetadata(block, 'TRANSACTIONS_FILTER', flags)
  setMetadata(block, 'COMMIT_HASH', metadataValue(decided))
  return { block, transactions: new Map(), writes: new Map(), commitHash: decided }
}
