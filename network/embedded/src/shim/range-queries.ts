import { randomUUID } from 'node:crypto'
import { ledger, peer } from '@hyperledger/fabric-protos'
import type { RangeScan } from '../endorser/range-scan.ts'
import type { Simulation } from '../endorser/simulation.ts'
import type { KeyedEntry } from '../store/state.ts'

/** Entries in one answer to the chaincode, as on a peer. */
const batchSize = 100

/** The range queries that one transaction function has open. */
export class RangeQueries {
  readonly #simulation: Simulation
  readonly #scans = new Map<string, RangeScan>()

  constructor(simulation: Simulation) {
    this.#simulation = simulation
  }

  open(request: peer.GetStateByRange): Promise<Uint8Array> {
    const { pageSize, bookmark } = pageOf(request)
    const range = { start: bookmark || request.getStartkey(), end: request.getEndkey() }
    if (pageSize) return page(this.#simulation.scan(range, pageSize))
    const id = randomUUID()
    this.#scans.set(id, this.#simulation.scan(range))
    return this.next(id)
  }

  async next(id: string): Promise<Uint8Array> {
    const scan = this.#scans.get(id)
    if (!scan) throw new Error('query iterator not found')
    const response = queryResponse(await scan.next(batchSize))
    response.setId(id)
    response.setHasMore(await scan.hasMore())
    if (!response.getHasMore()) await this.#forget(id)
    return response.serializeBinary()
  }

  async closeOne(id: string): Promise<Uint8Array> {
    await this.#forget(id)
    const response = new peer.QueryResponse()
    response.setId(id)
    return response.serializeBinary()
  }

  async close(): Promise<void> {
    for (const id of this.#scans.keys()) await this.#forget(id)
  }

  async #forget(id: string) {
    const scan = this.#scans.get(id)
    this.#scans.delete(id)
    await scan?.close()
  }
}

const pageOf = (request: peer.GetStateByRange) => {
  const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8())
  return { pageSize: metadata.getPagesize(), bookmark: metadata.getBookmark() }
}

const page = async (scan: RangeScan): Promise<Uint8Array> => {
  const response = queryResponse(await scan.next(Number.POSITIVE_INFINITY))
  const metadata = new peer.QueryResponseMetadata()
  metadata.setFetchedRecordsCount(scan.count)
  metadata.setBookmark(await scan.bookmark())
  response.setMetadata(metadata.serializeBinary())
  await scan.close()
  return response.serializeBinary()
}

const queryResponse = (entries: readonly KeyedEntry[]) => {
  const response = new peer.QueryResponse()
  response.setResultsList(entries.map(queryResult))
  return response
}

const queryResult = ([key, { value }]: KeyedEntry) => {
  const pair = new ledger.queryresult.KV()
  pair.setKey(key)
  pair.setValue(value)
  const result = new peer.QueryResultBytes()
  result.setResultbytes(pair.serializeBinary())
  return result
}
