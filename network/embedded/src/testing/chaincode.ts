/** A small chaincode for this package's tests: keys and values, ranges, events, and ways to go wrong. */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import shim, { type ChaincodeStub } from 'fabric-shim'

type Operation = (stub: ChaincodeStub, ...args: string[]) => Promise<unknown>

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

const range: Operation = async (stub, start = '', end = '') => {
  const entries: [string, string][] = []
  for await (const { key, value } of stub.getStateByRange(start, end)) entries.push([key, text(value)])
  return entries
}

const operations: Record<string, Operation> = {
  get: async (stub, key = '') => text(await stub.getState(key)) || null,
  range,
  /** put key value key value … */
  put: async (stub, ...pairs) => {
    for (let index = 0; index < pairs.length; index += 2)
      await stub.putState(pairs[index] ?? '', Buffer.from(pairs[index + 1] ?? ''))
    return pairs.length / 2
  },
  delete: (stub, key = '') => stub.deleteState(key),
  /** Reads and adds one, so that two at the same time conflict. */
  increment: async (stub, key = '') => {
    const next = Number(text(await stub.getState(key))) + 1
    await stub.putState(key, Buffer.from(String(next)))
    return next
  },
  /** Counts a range and writes the count, so that a new key in the range is a phantom. */
  count: async (stub, start = '', end = '', key = '') => {
    const entries = await range(stub, start, end)
    await stub.putState(key, json(entries))
    return entries
  },
  /** Reads only the first entry of a range, and writes it. */
  first: async (stub, start = '', end = '', key = '') => {
    for await (const entry of stub.getStateByRange(start, end)) {
      await stub.putState(key, Buffer.from(entry.key))
      return entry.key
    }
    return null
  },
  page: async (stub, start = '', end = '', size = '', bookmark = '') => {
    const pages = stub.getStateByRangeWithPagination(start, end, Number(size), bookmark)
    const keys: string[] = []
    for await (const { key } of pages) keys.push(key)
    return { keys, metadata: (await pages).metadata }
  },
  announce: async (stub, key = '', name = '', payload = '') => {
    await stub.putState(key, Buffer.from(payload))
    stub.setEvent(name, Buffer.from(payload))
  },
  fail: async (_, message = '') => {
    throw new Error(message)
  },
  putThenFail: async (stub, key = '') => {
    await stub.putState(key, Buffer.from('never'))
    throw new Error('changed its mind')
  },
  random: (stub, key = '') => stub.putState(key, randomBytes(8)),
  sleep: (_, milliseconds = '') => delay(Number(milliseconds), 'woke up'),
  spin: async () => {
    for (;;);
  },
  exit: async () => process.exit(1),
  privateData: (stub, key = '') => stub.getPrivateData('collection', key),
  richQuery: (stub) => stub.getQueryResult('{"selector":{}}'),
  history: (stub, key = '') => stub.getHistoryForKey(key),
  invoke: (stub, chaincode = '') => stub.invokeChaincode(chaincode, ['get', 'a'], ''),
  metadata: (stub, key = '') => stub.setStateValidationParameter(key, Buffer.from('policy')),
  /** load prefix count size: two reads and one write a statement. */
  load: async (stub, prefix = '', ...statements) => {
    for (const [index, statement] of statements.entries()) {
      await stub.getState(`${prefix}-${index}`)
      await stub.getState('institution')
      await stub.putState(`${prefix}-${index}`, Buffer.from(statement.slice(0, 150)))
    }
    return statements.map((_, index) => ({ id: `${prefix}-${index}`, outcome: 'committed' }))
  },
}

class TestChaincode {
  async Init() {
    return shim.Shim.success()
  }

  async Invoke(stub: ChaincodeStub) {
    const { fcn, params } = stub.getFunctionAndParameters()
    try {
      const operation = Object.hasOwn(operations, fcn) ? operations[fcn] : undefined
      if (!operation) throw new Error(`there is no function ${fcn}`)
      return shim.Shim.success(json((await operation(stub, ...params)) ?? null))
    } catch (error) {
      return shim.Shim.error(error instanceof Error ? error.message : String(error))
    }
  }
}

export const createChaincode = () => new TestChaincode()
