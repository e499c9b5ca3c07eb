import { common, peer } from '@hyperledger/fabric-protos'
import { checkFounding, parseGenesis } from '../genesis/founding.ts'
import { ChannelMembership, type Membership } from '../identity/msp.ts'
import { isSignedByOrderer } from '../orderer/block-signature.ts'
import { commitHash } from '../orderer/commit-hash.ts'
import { blockDataHash, envelopesOf, headerOf, metadataOf } from '../protoutil/block.ts'
import { hex } from '../protoutil/digest.ts'
import { nextSeal, type Progress, reasonOf } from '../store/integrity.ts'
import type { BlockCommit, LedgerStore } from '../store/ledger-store.ts'
import { validateBlock } from '../validator/block.ts'
import type { LedgerVerification } from './verify-ledger.ts'

export interface ReplayRules {
  channel: string
  chaincodeName: string
  memberships: readonly Membership[]
}

/** Verifies block after block of `store`, and commits each to `replay` as it should have been committed. */
export const replayBlocks = async (
  store: LedgerStore,
  replay: LedgerStore,
  rules: ReplayRules,
  onProgress?: Progress,
): Promise<LedgerVerification> => {
  const membership = new ChannelMembership(rules.memberships)
  const counts: LedgerVerification = { blocks: 0, transactions: 0, valid: 0, keys: 0 }
  for (let number = 0; number < store.height; number++) {
    try {
      const commit = await verifyBlock(number, store, replay, rules, membership)
      await replay.commit(commit)
      counts.blocks++
      const codes = [...commit.transactions.values()].map(({ code }) => code)
      counts.transactions += codes.length
      counts.valid += codes.filter((code) => code === peer.TxValidationCode.VALID).length
    } catch (error) {
      return { ...counts, firstBad: { block: number, reason: reasonOf(error) } }
    }
    onProgress?.(number + 1, store.height)
  }
  return counts
}

const verifyBlock = async (
  number: number,
  store: LedgerStore,
  replay: LedgerStore,
  rules: ReplayRules,
  membership: ChannelMembership,
): Promise<BlockCommit> => {
  const bytes = await store.block(number)
  if (!bytes) throw new Error('it is missing')
  const block = common.Block.deserializeBinary(bytes)
  verifyHeader(block, number, replay.tip.hash)
  if (!store.seal(number)?.equals(nextSeal(Buffer.from(replay.tip.seal, 'hex'), bytes)))
    throw new Error('its stored bytes were changed')
  if (!isSignedByOrderer(block, membership)) throw new Error('no orderer of the channel has signed it')
  if (number === 0) checkFounding(parseGenesis(block), rules.channel, rules.memberships)
  const validated = await judge(block, number, replay, { ...rules, membership })
  if (hex(metadataOf(block, 'TRANSACTIONS_FILTER')) !== hex(validated.flags))
    throw new Error('its validation flags are not what its transactions deserve')
  const decided = commitHash(Buffer.from(replay.tip.commitHash, 'hex'), validated.flags, validated.writes)
  const stored = common.Metadata.deserializeBinary(metadataOf(block, 'COMMIT_HASH')).getValue_asU8()
  if (hex(stored) !== hex(decided)) throw new Error('its commit hash is wrong')
  for (const [id, entry] of validated.transactions) verifyIndex(store, id, entry)
  return { block, transactions: validated.transactions, writes: validated.writes, commitHash: decided }
}

const verifyHeader = (block: common.Block, number: number, previousHash: string) => {
  const header = headerOf(block)
  if (header.getNumber() !== number) throw new Error(`it says that it is block ${header.getNumber()}`)
  if (hex(header.getPreviousHash_asU8()) !== previousHash)
    throw new Error('it does not follow the block before')
  if (hex(header.getDataHash_asU8()) !== hex(blockDataHash(block.getData() ?? new common.BlockData())))
    throw new Error('its data does not have the hash in its header')
}

const judge = (
  block: common.Block,
  number: number,
  replay: LedgerStore,
  rules: Parameters<typeof validateBlock>[2],
) =>
  number === 0
    ? { flags: Uint8Array.of(peer.TxValidationCode.VALID), transactions: new Map(), writes: new Map() }
    : validateBlock(number, envelopesOf(block), rules, {
        state: replay.state,
        isCommitted: (id) => replay.transaction(id) !== undefined,
      })

const verifyIndex = (
  store: LedgerStore,
  id: string,
  entry: { block: number; position: number; code: number },
) => {
  const stored = store.transaction(id)
  if (stored?.block !== entry.block || stored.position !== entry.position || stored.code !== entry.code)
    throw new Error(`the index does not lead to its transaction ${id}`)
}
