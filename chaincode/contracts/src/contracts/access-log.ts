import type { Context } from 'fabric-contract-api'
import { keys } from '../state/keys.ts'
import { only } from './arguments.ts'
import { StatementContract } from './statement-contract.ts'

/** Checkpoints of the access logs that imaging clouds keep. */
export class AccessLogContract extends StatementContract {
  constructor() {
    super('AccessLog')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  async get(ctx: Context, ...log: string[]): Promise<string> {
    return this._fact(ctx, keys.log(only('record', log)))
  }
}
