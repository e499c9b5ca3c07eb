import { families } from '@huren/records'
import { common, msp, peer } from '@hyperledger/fabric-protos'
import { type Certificate, signerCertificate } from './certificates.ts'
import { type ChannelConfiguration, readConfiguration } from './channel.ts'
import { type LifecycleStep, lifecycleStep } from './lifecycle.ts'

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
  /** Of the client, of the peers that endorsed, of everybody whom a configuration names. */
  readonly certificates?: readonly Certificate[]
  /** When valid, and a configuration. */
  readonly channel?: ChannelConfiguration
  /** When valid, and a decision about contracts. */
  readonly lifecycle?: LifecycleStep
}
export interface Block {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  readonly transactions: readonly BlockTransaction[]
  /** Of the orderers that signed the block, where it names them by certificate; BFT blocks do so by number. */
  readonly certificates?: readonly Certificate[]
}

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code, name]),
)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
const none = new Uint8Array()
const takesStatements = new RegExp(`^(${families.join('|')}):submit$|^Registry:bootstrap$`)

/** A client's name, from its certificate. */
const clientOf = (creator: Uint8Array): string => {
  const known = signerCertificate(creator)
  if (known) return [known.mspId, known.name].filter(Boolean).join('/')
  return msp.SerializedIdentity.deserializeBinary(creator).getMspid()
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
  const contract = spec?.getChaincodeId()?.getName()
  const endorsers = action.getAction()?.getEndorsementsList() ?? []
  const certificates = endorsers.flatMap((each) => signerCertificate(each.getEndorser_asU8()) ?? [])
  const lifecycle = valid && contract === '_lifecycle' && lifecycleStep(called, args[0] ?? none)
  if (contract !== chaincode)
    return { function: called, texts: [], answers: [], certificates, ...(lifecycle && { lifecycle }) }
  const ours = takesStatements.test(called)
  return {
    certificates,
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
  const type = header.getType()
  const isInvocation = type === common.HeaderType.ENDORSER_TRANSACTION
  const valid = code === peer.TxValidationCode.VALID
  const nothing = { function: isInvocation ? '' : 'config', texts: [], answers: [], certificates: [] }
  const creator = attempt(() => signerCertificate(signature.getCreator_asU8()), undefined)
  const read = () =>
    isInvocation
      ? invocationOf(payload.getData_asU8(), chaincode, valid)
      : {
          ...nothing,
          ...(valid && type === common.HeaderType.CONFIG && readConfiguration(payload.getData_asU8())),
        }
  const content = attempt<ReturnType<typeof read>>(read, nothing)
  return {
    id: header.getTxId(),
    index,
    validation: validationNames.get(code) ?? String(code),
    at: attempt(() => header.getTimestamp()?.toDate().toISOString(), undefined) ?? new Date(0).toISOString(),
    client: attempt(() => clientOf(signature.getCreator_asU8()), ''),
    ...content,
    certificates: [...(creator ? [creator] : []), ...content.certificates],
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

/** Certificates of the orderers that signed a block. */
const orderersOf = (metadata: readonly Uint8Array[]): Certificate[] =>
  common.Metadata.deserializeBinary(metadata[common.BlockMetadataIndex.SIGNATURES] ?? none)
    .getSignaturesList()
    .map((each) => common.SignatureHeader.deserializeBinary(each.getSignatureHeader_asU8()).getCreator_asU8())
    .flatMap((creator) => (creator.length > 0 ? (signerCertificate(creator) ?? []) : []))

/** Reads a block of the deliver service (Fabric's `common.Block`), invalid transactions included. Never throws. */
export const readBlock = (block: common.Block, chaincode: string): Block => {
  const metadata = block.getMetadata()?.getMetadataList_asU8() ?? []
  const flags = metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER] ?? none
  const header = block.getHeader()
  const codeOf = (index: number) => flags[index] ?? peer.TxValidationCode.NOT_VALIDATED
  return {
    number: header?.getNumber() ?? 0,
    previousHash: hex(header?.getPreviousHash_asU8() ?? none),
    dataHash: hex(header?.getDataHash_asU8() ?? none),
    certificates: attempt(() => orderersOf(metadata), []),
    transactions: (block.getData()?.getDataList_asU8() ?? []).map((bytes, index) =>
      attempt<BlockTransaction>(
        () => transactionOf(bytes, index, codeOf(index), chaincode),
        unreadable(index, validationNames.get(codeOf(index)) ?? String(codeOf(index))),
      ),
    ),
  }
}
