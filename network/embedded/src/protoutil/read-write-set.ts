import type { common } from '@hyperledger/fabric-protos'
import { ledger, peer } from '@hyperledger/fabric-protos'
import { parseAction, parseEnvelope } from './transaction.ts'

const { kvrwset } = ledger.rwset
export type ReadWriteSet = ledger.rwset.kvrwset.KVRWSet

export interface NamespaceReadWriteSet {
  namespace: string
  readWriteSet: ReadWriteSet
  /** Private collections and key-level metadata, which this ledger does not offer. */
  beyond: boolean
}

export const encodeReadWriteSet = (namespace: string, readWriteSet: ReadWriteSet): Uint8Array => {
  const inNamespace = new ledger.rwset.NsReadWriteSet()
  inNamespace.setNamespace(namespace)
  inNamespace.setRwset(readWriteSet.serializeBinary())
  const transaction = new ledger.rwset.TxReadWriteSet()
  transaction.setNsRwsetList([inNamespace])
  return transaction.serializeBinary()
}

export const parseReadWriteSets = (results: Uint8Array): NamespaceReadWriteSet[] =>
  ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .map((inNamespace) => {
      const readWriteSet = kvrwset.KVRWSet.deserializeBinary(inNamespace.getRwset_asU8())
      const collections = inNamespace.getCollectionHashedRwsetList().length
      const metadata = readWriteSet.getMetadataWritesList().length
      return { namespace: inNamespace.getNamespace(), readWriteSet, beyond: collections + metadata > 0 }
    })

/** The only action of an endorser transaction. */
export const actionPayloadOf = (payload: common.Payload) => {
  const actions = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
  const [action] = actions
  if (!action || actions.length > 1)
    throw new Error(`only one action per transaction is supported, there are ${actions.length}`)
  return {
    signatureHeader: action.getHeader_asU8(),
    payload: peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()),
  }
}

/** What an endorser transaction says its chaincode answered, read, wrote and announced. */
export const chaincodeActionOf = (envelope: common.Envelope): peer.ChaincodeAction => {
  const { payload } = actionPayloadOf(parseEnvelope(envelope).payload)
  return parseAction(payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()).action
}
