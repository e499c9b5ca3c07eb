import type { Context } from 'fabric-contract-api'
import { keys } from '../state/keys.ts'
import { only } from './arguments.ts'
import { StatementContract } from './statement-contract.ts'

/** Referrals between two institutions. */
export class ReferralContract extends StatementContract {
  constructor() {
    super('Referral')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  async get(ctx: Context, ...referral: string[]): Promise<string> {
    return this._fact(ctx, keys.referral(only('record', referral)))
  }
}
