import type { StatementResult } from '@huren/records'
import { type Contract, type Gateway, GatewayError, type Status } from '@hyperledger/fabric-gateway'

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

/**
 * Submits a batch as the gateway does: endorse, order only if something is new, wait for the commit.
 * @throws GatewayError when the network cannot be reached, NotValid when the transaction was refused by the peers
 */
export const submitBatch = async (
  contract: Contract,
  name: string,
  texts: readonly string[],
): Promise<StatementResult[]> => {
  const transaction = await contract.newProposal(name, { arguments: [...texts] }).endorse()
  const answer = results(transaction.getResult())
  if (!answer.some(({ outcome }) => outcome === 'committed')) return answer
  const status = await (await transaction.submit()).getStatus()
  if (!status.successful) throw new NotValid(status)
  return answer
}

export const isTransient = (error: unknown) => error instanceof GatewayError || error instanceof NotValid

/** The contracts on a network's channel. */
export const contractsOn = (gateway: Gateway): Contract => gateway.getNetwork('huren').getContract('huren')
