import { peer } from '@hyperledger/fabric-protos'
import type { Simulation } from '../endorser/simulation.ts'
import { RangeQueries } from './range-queries.ts'

const { Type } = peer.ChaincodeMessage
const names = new Map<number, string>(Object.entries(Type).map(([name, type]) => [type, name]))

const nothing = new Uint8Array()

const refuseCollection = (collection: string) => {
  if (collection !== '') throw new Error('private data collections are not offered by the embedded ledger')
}

/** Why the embedded ledger refuses what a peer would answer. */
const refusals: Readonly<Record<string, string>> = {
  INVOKE_CHAINCODE: 'calling another chaincode is not offered by the embedded ledger: it runs one chaincode',
  GET_QUERY_RESULT: 'rich queries need CouchDB: the embedded ledger offers key and range queries',
  GET_HISTORY_FOR_KEY: 'the history of a key is not kept by the embedded ledger: read the blocks',
  PUT_STATE_METADATA: 'key-level endorsement policies are not offered by the embedded ledger',
  GET_STATE_METADATA: 'key-level endorsement policies are not offered by the embedded ledger',
  GET_PRIVATE_DATA_HASH: 'private data collections are not offered by the embedded ledger',
  PURGE_PRIVATE_DATA: 'private data collections are not offered by the embedded ledger',
}

/** Answers what a running transaction function asks of the state. */
export class StateRequests {
  readonly #simulation: Simulation
  readonly #ranges: RangeQueries

  constructor(simulation: Simulation) {
    this.#simulation = simulation
    this.#ranges = new RangeQueries(simulation)
  }

  /** @throws Error with the reason that the chaincode is told */
  answer(type: number, payload: Uint8Array): Uint8Array | Promise<Uint8Array> {
    switch (type) {
      case Type.GET_STATE:
        return this.#get(peer.GetState.deserializeBinary(payload))
      case Type.PUT_STATE:
        return this.#put(peer.PutState.deserializeBinary(payload))
      case Type.DEL_STATE:
        return this.#delete(peer.DelState.deserializeBinary(payload))
      case Type.GET_STATE_BY_RANGE:
        return this.#range(peer.GetStateByRange.deserializeBinary(payload))
      case Type.QUERY_STATE_NEXT:
        return this.#ranges.next(peer.QueryStateNext.deserializeBinary(payload).getId())
      case Type.QUERY_STATE_CLOSE:
        return this.#ranges.closeOne(peer.QueryStateClose.deserializeBinary(payload).getId())
    }
    const name = names.get(type) ?? `message ${type}`
    throw new Error(refusals[name] ?? `${name} is not offered by the embedded ledger`)
  }

  close(): Promise<void> {
    return this.#ranges.close()
  }

  #get(request: peer.GetState) {
    refuseCollection(request.getCollection())
    return this.#simulation.get(request.getKey()) ?? nothing
  }

  #put(request: peer.PutState) {
    refuseCollection(request.getCollection())
    this.#simulation.put(request.getKey(), request.getValue_asU8())
    return nothing
  }

  #delete(request: peer.DelState) {
    refuseCollection(request.getCollection())
    this.#simulation.delete(request.getKey())
    return nothing
  }

  #range(request: peer.GetStateByRange) {
    refuseCollection(request.getCollection())
    return this.#ranges.open(request)
  }
}
