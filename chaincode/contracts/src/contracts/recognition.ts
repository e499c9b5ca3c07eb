import type { Context } from 'fabric-contract-api'
import { keys } from '../state/keys.ts'
import { only } from './arguments.ts'
import { StatementContract } from './statement-contract.ts'

/** Decisions on recognising other institutions' results. */
export class RecognitionContract extends StatementContract {
  constructor() {
    super('Recognition')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  async get(ctx: Context, ...decision: string[]): Promise<string> {
    return this._fact(ctx, keys.decision(only('record', decision)))
  }
}
