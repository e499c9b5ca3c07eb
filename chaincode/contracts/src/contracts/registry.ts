import type { Context } from 'fabric-contract-api'
import { runBootstrap } from '../batch/bootstrap.ts'
import { readStatements } from '../batch/read.ts'
import type { InstitutionVersion, Version, Versioned } from '../state/facts.ts'
import { institutionRange, keys, type StateKey } from '../state/keys.ts'
import { Overlay } from '../state/overlay.ts'
import { none, only, versionAsked } from './arguments.ts'
import { transactionTime } from './context.ts'
import { StatementContract } from './statement-contract.ts'
import { versionOrCurrent, withCurrent } from './versions.ts'

/** Institutions, keys, the catalogue, the rules, the reasons, erasures: who may state what. */
export class RegistryContract extends StatementContract {
  constructor() {
    super('Registry')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  /** The first statements of a ledger, see `runBootstrap`. */
  async bootstrap({ stub }: Context, ...envelopes: string[]): Promise<string> {
    const statements = readStatements(envelopes)
    const overlay = new Overlay(stub)
    const { results, holds } = await runBootstrap(statements, transactionTime(stub), overlay)
    return holds ? this._write(stub, overlay, results) : JSON.stringify(results)
  }

  async institution({ stub }: Context, ...institution: string[]): Promise<string> {
    const fact = await new Overlay(stub).get(keys.institution(only('institution', institution)))
    return JSON.stringify(withCurrent(fact, transactionTime(stub)))
  }

  /** All institutions in the order of their ids, each with its version in force. */
  async institutions({ stub }: Context, ...given: string[]): Promise<string> {
    none(given)
    const now = transactionTime(stub)
    const all: object[] = []
    for await (const { key, value } of stub.getStateByRange(institutionRange.from, institutionRange.to)) {
      const fact: Versioned<InstitutionVersion> = JSON.parse(Buffer.from(value).toString('utf8'))
      all.push({ institution: key.slice(institutionRange.from.length), ...withCurrent(fact, now) })
    }
    return JSON.stringify(all)
  }

  async key(ctx: Context, ...key: string[]): Promise<string> {
    return this._fact(ctx, keys.key(only('key', key)))
  }

  async item({ stub }: Context, ...item: string[]): Promise<string> {
    const fact = await new Overlay(stub).get(keys.item(only('item', item)))
    return JSON.stringify(withCurrent(fact, transactionTime(stub)))
  }

  async rule(ctx: Context, ...version: string[]): Promise<string> {
    return this._version(ctx, keys.rule(), version)
  }

  async reasons(ctx: Context, ...version: string[]): Promise<string> {
    return this._version(ctx, keys.reasons(), version)
  }

  async erasure(ctx: Context, ...target: string[]): Promise<string> {
    return this._fact(ctx, keys.erasure(only('statement', target)))
  }

  async _version<V extends Version>(
    { stub }: Context,
    key: StateKey<Versioned<V>>,
    version: readonly string[],
  ): Promise<string> {
    const fact = await new Overlay(stub).get(key)
    return JSON.stringify(versionOrCurrent(fact, versionAsked(version), transactionTime(stub)))
  }
}
