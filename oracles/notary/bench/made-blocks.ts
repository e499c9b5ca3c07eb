/**
 * `node oracles/notary/bench/made-blocks.ts FOLDER STATEMENTS [SM2-SHARE=0.5]`: a ledger's first blocks from a real
 * embedded ledger, then blocks made like its own, with real signatures of authors, endorsers and orderers, faster than
 * any ledger would commit them; and a trust file beside them.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExportableKey, generateKey, nodeSigner } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { parseEnvelope } from '@huren/records'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import { readBlock } from '../src/audit/block-files.ts'
import { exportBlocks, nameOf } from '../src/audit/export.ts'
import { envelopesOf, headerBytes, headerHash, headerOf, metadataOf, sha256 } from '../src/blocks/header.ts'
import {
  at,
  central,
  commitment,
  committed,
  found,
  institutionPayload,
  keyPayload,
  openProvince,
  type Province,
  period,
  report,
  sign,
  submit,
} from '../src/testing/province.ts'

const [folder = '', count = '100000', share = '0.5'] = process.argv.slice(2)
const hospitals = 20
const statementsPerTransaction = 50
const transactionsPerBlock = 10

interface Author {
  readonly institution: string
  readonly key: ExportableKey
}
interface Node {
  readonly identity: Uint8Array
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

const nodeOf = async ({ organisations }: Province, i: number, kind: 'peer' | 'orderer'): Promise<Node> => {
  const organisation = organisations[i]
  if (!organisation) throw new Error('no such organisation')
  const member = await organisation.member(kind, `${kind}0`)
  const identity = new msp.SerializedIdentity()
  identity.setMspid(organisation.mspId)
  identity.setIdBytes(Buffer.from(member.certificate))
  const sign = nodeSigner(member.privateKey)
  return { identity: identity.serializeBinary(), sign: async (bytes) => sign(bytes) }
}

/** Hospitals with one key each for reports, as the central organisations would register them. */
const register = async ({ contract, keys }: Province): Promise<Author[]> => {
  const governance = keys.slice(0, 2)
  const authors: Author[] = []
  for (let i = 0; i < hospitals; i++) {
    const institution = `GD-4402-${String(i).padStart(5, '0')}`
    const administration = generateKey('ES256')
    const key = generateKey(i < hospitals * Number(share) ? 'SM2-SM3' : 'ES256')
    committed(
      await submit(contract, 'Registry:submit', [
        sign('institution', { ...institutionPayload(institution, 'hospital') }, governance),
        sign(
          'signing-key',
          keyPayload(administration, central[0] ?? '', institution, ['administration']),
          governance,
        ),
        sign('signing-key', keyPayload(key, institution, institution, ['report']), [administration]),
      ]),
    )
    authors.push({ institution, key })
  }
  return authors
}

/** A transaction like the template's, with other statements, read and written keys, endorsed and signed anew. */
const transactionLike = async (
  template: Uint8Array,
  texts: readonly string[],
  endorsers: readonly Node[],
) => {
  const envelope = common.Envelope.deserializeBinary(template)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = payload.getHeader() ?? new common.Header()
  const channel = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8())
  const nonce = randomBytes(24)
  signatureHeader.setNonce(nonce)
  channel.setTxId(sha256(nonce, signatureHeader.getCreator_asU8()).toString('hex'))
  const time = Date.now()
  channel.getTimestamp()?.setSeconds(Math.floor(time / 1000))
  channel.getTimestamp()?.setNanos((time % 1000) * 1e6)
  header.setChannelHeader(channel.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())

  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8())
  const [action] = transaction.getActionsList()
  if (!action) throw new Error('the template has no action')
  action.setHeader(header.getSignatureHeader_asU8())
  const body = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(body.getChaincodeProposalPayload_asU8())
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
  spec
    .getChaincodeSpec()
    ?.getInput()
    ?.setArgsList([Buffer.from('Report:submit'), ...texts.map((text) => Buffer.from(text))])
  proposal.setInput(spec.serializeBinary())
  body.setChaincodeProposalPayload(proposal.serializeBinary())

  const answer = peer.ProposalResponsePayload.deserializeBinary(
    body.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  )
  const result = peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8())
  const statements = texts.map(parseEnvelope)
  result
    .getResponse()
    ?.setPayload(Buffer.from(JSON.stringify(statements.map(({ id }) => ({ id, outcome: 'committed' })))))
  result.setResults(
    results(
      result.getResults_asU8(),
      statements.map(({ payload }) => `report/${payload.report}`),
    ),
  )
  answer.setExtension$(result.serializeBinary())
  answer.setProposalHash(
    sha256(
      header.getChannelHeader_asU8(),
      header.getSignatureHeader_asU8(),
      body.getChaincodeProposalPayload_asU8(),
    ),
  )
  const endorsed = answer.serializeBinary()
  body.getAction()?.setProposalResponsePayload(endorsed)
  body.getAction()?.setEndorsementsList(
    await Promise.all(
      endorsers.map(async ({ identity, sign }) => {
        const endorsement = new peer.Endorsement()
        endorsement.setEndorser(identity)
        endorsement.setSignature(await sign(Buffer.concat([endorsed, identity])))
        return endorsement
      }),
    ),
  )
  action.setPayload(body.serializeBinary())
  payload.setData(transaction.serializeBinary())
  payload.setHeader(header)
  envelope.setPayload(payload.serializeBinary())
  return envelope.serializeBinary()
}

/** The template's reads of what was there before; each report is read as absent and written. */
const results = (template: Uint8Array, keys: readonly string[]): Uint8Array => {
  const all = ledger.rwset.TxReadWriteSet.deserializeBinary(template)
  for (const space of all.getNsRwsetList()) {
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(space.getRwset_asU8())
    const [write] = set.getWritesList()
    if (!write) continue
    const known = set.getReadsList().filter((read) => read.getVersion())
    const absent = keys.map((key) => {
      const read = new ledger.rwset.kvrwset.KVRead()
      read.setKey(key)
      return read
    })
    set.setReadsList([...known, ...absent])
    set.setWritesList(
      keys.map((key) => {
        const written = write.clone()
        written.setKey(key)
        return written
      }),
    )
    space.setRwset(set.serializeBinary())
  }
  return all.serializeBinary()
}

const blockAfter = async (before: common.Block, envelopes: readonly Uint8Array[], orderer: Node) => {
  const block = before.clone()
  const header = headerOf(block)
  header.setNumber(headerOf(before).getNumber() + 1)
  header.setPreviousHash(Buffer.from(headerHash(before), 'hex'))
  header.setDataHash(sha256(...envelopes))
  block.getData()?.setDataList([...envelopes])
  const metadata = common.Metadata.deserializeBinary(metadataOf(before, 'SIGNATURES'))
  const [signature] = metadata.getSignaturesList()
  if (!signature) throw new Error('the block before is not signed')
  const named = common.SignatureHeader.deserializeBinary(signature.getSignatureHeader_asU8())
  named.setCreator(orderer.identity)
  signature.setSignatureHeader(named.serializeBinary())
  signature.setSignature(
    await orderer.sign(
      Buffer.concat([metadata.getValue_asU8(), signature.getSignatureHeader_asU8(), headerBytes(header)]),
    ),
  )
  const list = block.getMetadata()?.getMetadataList_asU8() ?? []
  list[common.BlockMetadataIndex.SIGNATURES] = metadata.serializeBinary()
  list[common.BlockMetadataIndex.TRANSACTIONS_FILTER] = new Uint8Array(envelopes.length)
  block.getMetadata()?.setMetadataList(list)
  return block
}

const trustOf = ({ keys }: Province) => ({
  format: 'huren-trust/v1',
  ...period(),
  organisations: central.map((institution, i) => ({
    institution,
    name: { zh: institution, en: institution },
    statementKeys: [{ algorithm: keys[i]?.algorithm, publicKey: keys[i]?.publicKey, ...period() }],
    notaries: [],
  })),
  policy: { cosignatures: 2, including: [central[2]] },
})

const make = async (province: Province) => {
  await mkdir(folder, { recursive: true })
  await found(province)
  const authors = await register(province)
  const [first] = authors
  if (!first) throw new Error('no hospital')
  const write = ({ institution, key }: Author) =>
    report(key, { issuer: institution, report: randomUUID(), content: commitment() })
  committed(await submit(province.contract, 'Report:submit', [write(first)]))
  const height = province.ledger.height
  await exportBlocks(province.network, folder, 0, height - 1)
  await writeFile(`${folder}.trust.json`, JSON.stringify(trustOf(province), null, 2))
  const endorsers = [await nodeOf(province, 0, 'peer'), await nodeOf(province, 2, 'peer')]
  const orderer = await nodeOf(province, 1, 'orderer')
  let last = await readBlock(join(folder, nameOf(height - 1)))
  if (!last) throw new Error('the last block cannot be read')
  const [template = new Uint8Array()] = envelopesOf(last)
  const started = at()
  for (let left = Number(count), n = 0; left > 0; ) {
    const envelopes: Uint8Array[] = []
    for (let i = 0; i < transactionsPerBlock && left > 0; i++) {
      const size = Math.min(left, statementsPerTransaction)
      const texts = Array.from({ length: size }, () => write(authors[n++ % authors.length] ?? first))
      envelopes.push(await transactionLike(template, texts, endorsers))
      left -= size
    }
    last = await blockAfter(last, envelopes, orderer)
    await writeFile(join(folder, nameOf(headerOf(last).getNumber())), last.serializeBinary())
  }
  console.log(
    JSON.stringify({ folder, statements: Number(count), blocks: headerOf(last).getNumber() + 1, started }),
  )
}

const closing: (() => Promise<unknown>)[] = []
try {
  await make(await openProvince({ teardown: (handler) => void closing.push(handler) }, startLedger))
} finally {
  for (const close of closing) await close()
}
