import type { StatementResult } from '@huren/records'
import { type Contract, type Gateway, GatewayError, type Status } from '@hyperledger/fabric-gateway'
import pRetry from 'p-retry'

const results = (bytes: Uint8Array): StatementResult[] => JSON.parse(Buffer.from(bytes).toString('utf8'))

/** A transaction that was ordered but not valid, e.g. two batches changed the same key. */
export class NotValid extends Error {
  override readonly name = 'NotValid'
  readonly status: Status
  constructor(status: Status) {
    super(`the transaction is not valid: ${status.code}`)
    this.status = status
  }
}

const anythingNew = (answer: readonly StatementResult[]) =>
  answer.some(({ outcome }) => outcome === 'committed')

/** Waits until nothing in the batch is new to the ledger any more. */
const settled = (contract: Contract, name: string, texts: readonly string[]) =>
  pRetry(
    async () => {
      if (anythingNew(results(await contract.evaluateTransaction(name, ...texts))))
        throw new Error('not committed yet')
    },
    { retries: 20, minTimeout: 250, maxTimeout: 250 },
  )

/**
 * Submits a batch as the gateway does: endorse, order only if something is new, wait for the commit.
 *
 * Under SmartBFT the peer sends to every orderer and waits for a quorum of successes; an orderer that was slower than the
 * block answers "request already processed", which the peer counts as a failure. So an error at this step says nothing:
 * the ledger is asked whether the statements are there.
 * @throws GatewayError when the network cannot be reached, NotValid when the transaction was refused by the peers
 */
export const submitBatch = async (
  contract: Contract,
  name: string,
  texts: readonly string[],
): Promise<StatementResult[]> => {
  const transaction = await contract.newProposal(name, { arguments: [...texts] }).endorse()
  const answer = results(transaction.getResult())
  if (!anythingNew(answer)) return answer
  try {
    const status = await (await transaction.submit()).getStatus()
    if (!status.successful) throw new NotValid(status)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    await settled(contract, name, texts).catch(() => Promise.reject(error))
  }
  return answer
}

/** Whether trying again may help. */
export const isTransient = (error: unknown) => error instanceof GatewayError || error instanceof NotValid

/** The contracts on a network's channel. */
export const contractsOn = (gateway: Gateway): Contract => gateway.getNetwork('huren').getContract('huren')
