import { X509Certificate } from 'node:crypto'
import { families } from '@huren/records'
import { common, msp, peer } from '@hyperledger/fabric-protos'

/** One transaction of a block, valid or not, as far as it can be read. */
export interface BlockTransaction {
  readonly id: string
  readonly index: number
  /** Fabric's validation code: `VALID`, or why not. */
  readonly validation: string
  /** By the proposal's header, ISO 8601; 1970 when there is none. */
  readonly at: string
  /** MSP id and common name of the client that signed it. */
  readonly client: string
  /** `Report:submit`; `config` for a configuration, empty for what cannot be read. */
  readonly function: string
  /** Each argument and, in the same order, what the contracts answered; answers are empty when invalid. */
  readonly texts: readonly string[]
  readonly answers: readonly unknown[]
}
export interface Block {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  readonly transactions: readonly BlockTransaction[]
}

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code, name]),
)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
const none = new Uint8Array()
const takesStatements = new RegExp(`^(${families.join('|')}):submit$|^Registry:bootstrap$`)

const names = new Map<string, string>()
const commonNameOf = (certificate: string): string => {
  try {
    return /(?:^|\n)CN=([^\n]*)/.exec(new X509Certificate(certificate).subject)?.[1] ?? ''
  } catch {
    return ''
  }
}

/** A client's name, from its certificate; the same few clients sign nearly everything. */
const clientOf = (creator: Uint8Array): string => {
  const identity = msp.SerializedIdentity.deserializeBinary(creator)
  const certificate = text(identity.getIdBytes_asU8())
  const known = names.get(certificate) ?? commonNameOf(certificate)
  if (names.size < 10_000) names.set(certificate, known)
  return [identity.getMspid(), known].filter(Boolean).join('/')
}

const answersOf = (action: peer.ChaincodeActionPayload): unknown[] => {
  const payload = peer.ProposalResponsePayload.deserializeBinary(
    action.getAction()?.getProposalResponsePayload_asU8() ?? none,
  )
  const result = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8()).getResponse()
  const answers: unknown = JSON.parse(text(result?.getPayload_asU8() ?? none))
  return Array.isArray(answers) ? answers : []
}

const invocationOf = (data: Uint8Array, chaincode: string, valid: boolean) => {
  const [first] = peer.Transaction.deserializeBinary(data).getActionsList()
  const action = peer.ChaincodeActionPayload.deserializeBinary(first?.getPayload_asU8() ?? none)
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(
    action.getChaincodeProposalPayload_asU8(),
  ).getInput_asU8()
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal).getChaincodeSpec()
  const [name = none, ...args] = spec?.getInput()?.getArgsList_asU8() ?? []
  const called = text(name)
  if (spec?.getChaincodeId()?.getName() !== chaincode) return { function: called, texts: [], answers: [] }
  const ours = takesStatements.test(called)
  return {
    function: called,
    texts: ours ? args.map(text) : [],
    answers: ours && valid ? answersOf(action) : [],
  }
}

/** Whoever orders a transaction may put anything into it: what cannot be read is empty, never an exception. */
const attempt = <T>(read: () => T, otherwise: T): T => {
  try {
    return read()
  } catch {
    return otherwise
  }
}

const transactionOf = (bytes: Uint8Array, index: number, code: number, chaincode: string) => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8())
  const header = common.ChannelHeader.deserializeBinary(payload.getHeader()?.getChannelHeader_asU8() ?? none)
  const signature = common.SignatureHeader.deserializeBinary(
    payload.getHeader()?.getSignatureHeader_asU8() ?? none,
  )
  const isInvocation = header.getType() === common.HeaderType.ENDORSER_TRANSACTION
  const nothing = { function: isInvocation ? '' : 'config', texts: [], answers: [] }
  return {
    id: header.getTxId(),
    index,
    validation: validationNames.get(code) ?? String(code),
    at: attempt(() => header.getTimestamp()?.toDate().toISOString(), undefined) ?? new Date(0).toISOString(),
    client: attempt(() => clientOf(signature.getCreator_asU8()), ''),
    ...(isInvocation
      ? attempt(
          () => invocationOf(payload.getData_asU8(), chaincode, code === peer.TxValidationCode.VALID),
          nothing,
        )
      : nothing),
  }
}

const unreadable = (index: number, validation: string): BlockTransaction => ({
  id: '',
  index,
  validation,
  at: new Date(0).toISOString(),
  client: '',
  function: '',
  texts: [],
  answers: [],
})

/** Reads a block of the deliver service (Fabric's `common.Block`), invalid transactions included. Never throws. */
export const readBlock = (block: common.Block, chaincode: string): Block => {
  const flags =
    block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? none
  const header = block.getHeader()
  const codeOf = (index: number) => flags[index] ?? peer.TxValidationCode.NOT_VALIDATED
  return {
    number: header?.getNumber() ?? 0,
    previousHash: hex(header?.getPreviousHash_asU8() ?? none),
    dataHash: hex(header?.getDataHash_asU8() ?? none),
    transactions: (block.getData()?.getDataList_asU8() ?? []).map((bytes, index) =>
      attempt<BlockTransaction>(
        () => transactionOf(bytes, index, codeOf(index), chaincode),
        unreadable(index, validationNames.get(codeOf(index)) ?? String(codeOf(index))),
      ),
    ),
  }
}
