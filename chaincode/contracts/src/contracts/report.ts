import type { Context } from 'fabric-contract-api'
import { keys } from '../state/keys.ts'
import { only } from './arguments.ts'
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
}
