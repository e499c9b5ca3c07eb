import type { common } from '@hyperledger/fabric-protos'
import { type ChannelConfig, parseConfig } from './channel-config.ts'
import { envelopesOf, headerHash, headerOf, metadataOf, sha256 } from './header.ts'
import { isSignedByOrderers } from './orderer-signature.ts'
import { type Invocation, parseTransaction, type Transaction } from './transactions.ts'

/** Everything that can be wrong with a block, by stable code. */
export const blockFaults = [
  'block-number',
  'previous-hash',
  'data-hash',
  'orderer-signature',
  'flags-length',
  'endorsement',
  'config',
  'foreign-config',
] as const
export type BlockFault = (typeof blockFaults)[number]

export class BadBlock extends Error {
  override readonly name = 'BadBlock'
  readonly fault: BlockFault
  readonly block: number
  constructor(fault: BlockFault, block: number, detail: string) {
    super(`区块 ${block} / block ${block}: ${fault}: ${detail}`)
    this.fault = fault
    this.block = block
  }
}

/** Where the chain stands before the next block. */
export interface ChainPosition {
  readonly next: number
  /** Hexadecimal; empty before block 0. */
  readonly lastHash: string
  readonly config: ChannelConfig | undefined
}

export interface CheckedBlock {
  readonly number: number
  readonly hash: string
  readonly flags: Uint8Array
  readonly transactions: readonly Transaction[]
  readonly after: ChainPosition
}

/** Organisations whose peers must agree; the ledger's endorsement policy (OutOf(2, the three central ones)). */
const endorsingOrganisations = 2

/** Whether peers of two different central organisations signed the same answer to this proposal. */
export const isEndorsed = (
  { bound, endorsed, endorsements }: Invocation,
  { application }: ChannelConfig,
  central: readonly string[],
): boolean => {
  const by = endorsements.flatMap((endorsement) => {
    const endorser = endorsement.getEndorser_asU8()
    const identity = application.identity(endorser)
    if (!identity?.roles.includes('peer') || !central.includes(identity.mspId)) return []
    const signed = Buffer.concat([endorsed, endorser])
    return identity.verifies(signed, endorsement.getSignature_asU8()) ? [identity.mspId] : []
  })
  return bound && new Set(by).size >= endorsingOrganisations
}

/** Whether a block is the next one and follows the one before; code of the first fault. */
export const linkFault = (
  { number, previousHash }: { readonly number: number; readonly previousHash: string },
  { next, lastHash }: Pick<ChainPosition, 'next' | 'lastHash'>,
): BlockFault | undefined => {
  if (number !== next) return 'block-number'
  return next > 0 && previousHash !== lastHash ? 'previous-hash' : undefined
}

/** Whether a block holds what its header says, and a flag for each of its transactions; code of the first fault. */
export const contentFault = (block: common.Block): BlockFault | undefined => {
  const envelopes = envelopesOf(block)
  if (!sha256(...envelopes).equals(headerOf(block).getDataHash_asU8())) return 'data-hash'
  return metadataOf(block, 'TRANSACTIONS_FILTER').length === envelopes.length ? undefined : 'flags-length'
}

export const configOf = (transactions: readonly Transaction[], flags: Uint8Array) =>
  transactions.find(({ config }, i) => config && flags[i] === 0)?.config

const details: Readonly<Record<BlockFault, string>> = {
  'block-number': 'it is not the next block',
  'previous-hash': 'it does not follow the block before: the chain was rewritten or forked',
  'data-hash': 'its transactions are not those that its header names',
  'orderer-signature': 'too few orderers of the channel have signed it',
  'flags-length': 'it has another number of validation flags than transactions',
  endorsement: 'a transaction is marked valid without endorsements of two central organisations',
  config: 'its configuration cannot be read',
  'foreign-config': 'the ledger does not begin with the configuration of this channel',
}

const fail = (fault: BlockFault, number: number): never => {
  throw new BadBlock(fault, number, details[fault])
}

const nextConfig = (transactions: readonly Transaction[], flags: Uint8Array, number: number) => {
  const config = configOf(transactions, flags)
  if (!config) return undefined
  try {
    return parseConfig(config.channel, config.data)
  } catch {
    return fail('config', number)
  }
}

/**
 * Checks a block before anything is derived from it: its place in the chain, its data, the orderers' signatures, and
 * the endorsements of every transaction that is marked valid.
 * @param chaincode whose transactions carry statements
 * @param central MSP ids of the central organisations
 * @throws BadBlock
 */
export const checkBlock = (
  block: common.Block,
  position: ChainPosition,
  { chaincode, central }: { readonly chaincode: string; readonly central: readonly string[] },
): CheckedBlock => {
  const header = headerOf(block)
  const number = header.getNumber()
  const previousHash = Buffer.from(header.getPreviousHash_asU8()).toString('hex')
  const fault = linkFault({ number, previousHash }, position) ?? contentFault(block)
  if (fault) fail(fault, number)
  const flags = metadataOf(block, 'TRANSACTIONS_FILTER')
  const transactions = envelopesOf(block).map(parseTransaction)
  const changed = nextConfig(transactions, flags, number)
  const config = position.config ?? changed ?? fail('foreign-config', number)
  // Block 0 is where trust begins: Fabric's own genesis block carries no orderer's signature.
  if (number > 0 && !isSignedByOrderers(block, config)) fail('orderer-signature', number)
  for (const [i, { invocation }] of transactions.entries())
    if (flags[i] === 0 && invocation?.chaincode === chaincode && !isEndorsed(invocation, config, central))
      fail('endorsement', number)
  const hash = headerHash(block)
  return {
    number,
    hash,
    flags,
    transactions,
    after: { next: number + 1, lastHash: hash, config: changed ?? config },
  }
}
