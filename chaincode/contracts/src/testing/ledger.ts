import type { ChaincodeInterface, ChaincodeResponse } from 'fabric-shim'
import Stub, { type StateHandler } from 'fabric-shim/lib/stub.js'
import { createChaincode } from '../chaincode.ts'
import { inputOf, proposalAt } from './proposal.ts'

export interface Call {
  readonly args: readonly string[]
  readonly now: number
  /** Of who submits: certificate, PEM, and MSP id. */
  readonly certificate?: string
  readonly mspId?: string
}

/** What an endorser would sign: the answer, the writes in the order they were made, the event; and what was read. */
export interface Endorsement {
  readonly status: number
  readonly message: string
  readonly payload: string
  readonly reads: readonly string[]
  readonly writes: readonly (readonly [key: string, value: string])[]
  /** Key-level endorsement policies that it sets: key and policy, base64. */
  readonly policies: readonly (readonly [key: string, policy: string])[]
  readonly event: string | undefined
}

/**
 * A world state in memory under the shim's own stub: the whole chaincode runs as it does behind a peer, only the
 * messages to the peer are answered here.
 */
export class TestLedger {
  readonly state = new Map<string, Uint8Array>()
  /** What changed the state, so that it can be played again. */
  readonly calls: Call[] = []
  readonly #chaincode: ChaincodeInterface

  constructor(chaincode = createChaincode()) {
    this.#chaincode = chaincode
  }

  async endorse({ args, now, certificate, mspId }: Call): Promise<Endorsement> {
    const reads: string[] = []
    const writes: [string, string][] = []
    const policies: [string, string][] = []
    const stub = new Stub(
      this.#handler(reads, writes, policies),
      'huren',
      'tx',
      inputOf(args),
      proposalAt(now, certificate, mspId),
    )
    const answer: ChaincodeResponse = await this.#chaincode.Invoke(stub)
    const event = stub.chaincodeEvent
    return {
      status: answer.status,
      message: answer.message ?? '',
      payload: Buffer.from(answer.payload ?? []).toString('utf8'),
      reads,
      writes,
      policies,
      event: event && `${event.getEventName()} ${Buffer.from(event.getPayload_asU8()).toString('utf8')}`,
    }
  }

  async submit(call: Call): Promise<Endorsement> {
    const endorsement = await this.endorse(call)
    for (const [key, value] of endorsement.writes) this.state.set(key, Buffer.from(value))
    if (endorsement.writes.length > 0) this.calls.push(call)
    return endorsement
  }

  #handler(reads: string[], writes: [string, string][], policies: [string, string][]): StateHandler {
    return {
      handleGetState: async (_collection, key) => {
        reads.push(key)
        return this.state.get(key) ?? new Uint8Array()
      },
      handlePutState: async (_collection, key, value) => {
        writes.push([key, Buffer.from(value).toString('utf8')])
      },
      handlePutStateMetadata: async (_collection, key, _name, policy) => {
        policies.push([key, Buffer.from(policy).toString('base64')])
      },
      handleGetStateByRange: async (_collection, from, to) => ({ iterator: this.#range(from, to) }),
    }
  }

  #range(from: string, to: string) {
    const keys = [...this.state.keys()].filter((key) => key >= from && key < to).sort()
    const pairs = keys.map((key) => ({ key, value: this.state.get(key) ?? new Uint8Array() }))
    return { ...asyncIterator(pairs), close: async () => {} }
  }
}

const asyncIterator = <T>(values: readonly T[]): AsyncIterator<T> => {
  const iterator = values.values()
  return { next: async () => iterator.next() }
}
