import type { Context } from 'fabric-contract-api'
import { recognisableAt } from '../rules/recognisable.ts'
import { keys } from '../state/keys.ts'
import { Overlay } from '../state/overlay.ts'
import { only } from './arguments.ts'
import { transactionTime } from './context.ts'
import { StatementContract } from './statement-contract.ts'

/** Report digests and their quality marks. */
export class ReportContract extends StatementContract {
  constructor() {
    super('Report')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  async get(ctx: Context, ...report: string[]): Promise<string> {
    return this._fact(ctx, keys.report(only('record', report)))
  }

  /** Whether it may be recognised at the transaction's time, and where; or JSON `null`. */
  async recognisable({ stub }: Context, ...report: string[]): Promise<string> {
    const view = new Overlay(stub)
    const fact = await view.get(keys.report(only('record', report)))
    return JSON.stringify(fact ? await recognisableAt(view, fact, transactionTime(stub)) : null)
  }
}
