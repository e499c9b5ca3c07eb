import type { ConnectOptions, Contract, Gateway, Network, Transaction } from '@hyperledger/fabric-gateway'
import { connect } from '@hyperledger/fabric-gateway'
import { eventually } from '../run/health.ts'

/** A ledger that serves the test chaincode (`@huren/embedded/testing/chaincode`): the embedded one, or a real network. */
export interface Tried {
  readonly gateway: Gateway
  readonly network: Network
  readonly contract: Contract
  /** How the client above was connected, for one that has no key. */
  readonly options: ConnectOptions
}

/** @param options of the official client, as a user of the first organisation */
export const tried = (options: ConnectOptions): Tried => {
  const gateway = connect(options)
  const network = gateway.getNetwork('huren')
  return { gateway, network, contract: network.getContract('huren'), options }
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
export const json = (bytes: Uint8Array): unknown => JSON.parse(text(bytes))

/**
 * A transaction that peers agree on. On a real network the second peer may be a block behind the first, which then say
 * different things: tried again.
 */
export const endorsed = ({ contract }: Tried, name: string, ...args: string[]): Promise<Transaction> =>
  eventually(30, () => contract.newProposal(name, { arguments: args }).endorse())

/** What became of a transaction: its validation code and block. */
export const submitted = async (transaction: Transaction | Promise<Transaction>) =>
  (await (await transaction).submit()).getStatus()

/** Endorsed, submitted, valid. */
export const done = async (ledger: Tried, name: string, ...args: string[]) => {
  const transaction = await endorsed(ledger, name, ...args)
  const status = await submitted(transaction)
  if (!status.successful) throw new Error(`${name} is not valid: ${status.code}`)
  return { ...status, answer: json(transaction.getResult()) }
}
