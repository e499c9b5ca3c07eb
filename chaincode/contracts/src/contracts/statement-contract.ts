import type { Family, StatementResult } from '@huren/records'
import { type Context, Contract } from 'fabric-contract-api'
import { cityOf, isOwnRecord, ownRecordPolicy } from '../authority/own-records.ts'
import { checkSubmitter, institutionAttribute } from '../authority/submitter.ts'
import { readStatements } from '../batch/read.ts'
import { committedIds } from '../batch/results.ts'
import { runBatch } from '../batch/run.ts'
import type { StateKey } from '../state/keys.ts'
import { Overlay } from '../state/overlay.ts'
import { type Stub, transactionTime } from './context.ts'

/** The chaincode event of a transaction: the ids of the statements that it committed, a JSON array. */
export const eventName = 'statements'

const bind = async (stub: Stub, keys: readonly string[], policy: Uint8Array) => {
  for (const key of keys) await stub.setStateValidationParameter(key, policy)
}

/**
 * What the six contracts share. Functions starting with `_` are not transactions (fabric-shim leaves them out).
 * Functions take rest parameters: fabric-shim then passes the arguments on as they are, as UTF-8 text.
 */
export class StatementContract extends Contract {
  readonly family: Family

  constructor(family: Family) {
    super(family)
    this.family = family
  }

  /** Runs a batch and writes what it changed; a batch in which nothing is new writes nothing. */
  async _submit({ stub, clientIdentity }: Context, texts: readonly string[]): Promise<string> {
    const statements = readStatements(texts)
    checkSubmitter(clientIdentity.getAttributeValue(institutionAttribute), statements)
    const overlay = new Overlay(stub)
    const results = await runBatch(this.family, statements, transactionTime(stub), overlay)
    return this._write(stub, overlay, results, cityOf(clientIdentity, institutionAttribute))
  }

  async _write(
    stub: Stub,
    overlay: Overlay,
    results: readonly StatementResult[],
    city: string | null = null,
  ): Promise<string> {
    const committed = committedIds(results)
    if (committed.length > 0) {
      await overlay.writeTo(stub)
      if (city !== null) await bind(stub, overlay.created.filter(isOwnRecord), ownRecordPolicy(city))
      stub.setEvent(eventName, Buffer.from(JSON.stringify(committed)))
    }
    return JSON.stringify(results)
  }

  /** A fact as JSON, or JSON `null`. */
  async _fact<T>({ stub }: Context, key: StateKey<T>): Promise<string> {
    return JSON.stringify((await new Overlay(stub).get(key)) ?? null)
  }
}
