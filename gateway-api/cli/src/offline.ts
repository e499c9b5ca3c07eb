import type { Gateway, Submitted } from '@huren/client'
import { type Envelope, type Family, recordTypeOf, type StatementResult } from '@huren/records'
import { UsageError } from './exit.ts'
import type { FabricIdentity } from './fabric-identity.ts'

/** Bytes from the gateway that are to be signed next, base64. Their digest is computed here, never taken from there. */
interface NextBytes {
  readonly bytes: string
}
type Step = 'endorse' | 'submit' | 'status'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** Statements of one transaction: one family, in order. */
const limit = 200

const familyOf = ({ payloadType }: Envelope): Family => {
  const type = recordTypeOf(payloadType)
  if (type) return type.family
  throw new UsageError('payload-type-unknown', `${payloadType} is not one of this ledger's`)
}

/** What goes into one transaction each. */
const transactionsOf = (envelopes: readonly Envelope[]): { family: Family; envelopes: Envelope[] }[] => {
  const transactions: { family: Family; envelopes: Envelope[] }[] = []
  for (const envelope of envelopes) {
    const family = familyOf(envelope)
    const last = transactions.at(-1)
    if (last?.family === family && last.envelopes.length < limit) last.envelopes.push(envelope)
    else transactions.push({ family, envelopes: [envelope] })
  }
  return transactions
}

const resultOf = (result: StatementResult, transaction?: string, block?: number): Submitted => ({
  ...result,
  stage: result.outcome === 'refused' ? 'refused' : 'committed',
  ...(result.outcome === 'committed' && transaction !== undefined && { transaction }),
  ...(result.outcome === 'committed' && block !== undefined && { block }),
})

/**
 * Offline signing: proposal, transaction and commit request are signed on this machine, with a Fabric identity of the
 * institution's own; the gateway only carries the bytes. The proposal is made here too, so that what is signed is what
 * was meant.
 */
const submitTransaction = async (
  gateway: Gateway,
  { gateway: fabric, sign }: FabricIdentity,
  { family, envelopes }: { family: Family; envelopes: readonly Envelope[] },
): Promise<Submitted[]> => {
  const send = <T>(step: Step, bytes: Uint8Array, signature: Uint8Array) =>
    gateway.call<T>({
      method: 'POST',
      path: `/v1/offline/${step}`,
      body: { bytes: base64(bytes), signature: base64(signature) },
    })
  const proposal = fabric
    .getNetwork('huren')
    .getContract('huren')
    .newProposal(`${family}:submit`, { arguments: envelopes.map((envelope) => JSON.stringify(envelope)) })
  const endorsed = await send<NextBytes & { results: StatementResult[] }>(
    'endorse',
    proposal.getBytes(),
    await sign(proposal.getDigest()),
  )
  if (endorsed.results.every(({ outcome }) => outcome !== 'committed'))
    return endorsed.results.map((result) => resultOf(result))
  const transaction = fabric.newTransaction(Buffer.from(endorsed.bytes, 'base64'))
  const submitted = await send<NextBytes & { transaction: string }>(
    'submit',
    transaction.getBytes(),
    await sign(transaction.getDigest()),
  )
  const commit = fabric.newCommit(Buffer.from(submitted.bytes, 'base64'))
  const { block, validation } = await send<{ validation: string; block: number }>(
    'status',
    commit.getBytes(),
    await sign(commit.getDigest()),
  )
  if (validation !== 'VALID')
    return endorsed.results.map(({ id }) => ({
      id,
      stage: 'refused',
      detail: `the transaction is ${validation}; submit again`,
    }))
  return endorsed.results.map((result) => resultOf(result, transaction.getTransactionId(), block))
}

export const submitOffline = async (
  gateway: Gateway,
  identity: FabricIdentity,
  envelopes: readonly Envelope[],
): Promise<Submitted[]> => {
  const results: Submitted[] = []
  for (const transaction of transactionsOf(envelopes))
    results.push(...(await submitTransaction(gateway, identity, transaction)))
  return results
}
