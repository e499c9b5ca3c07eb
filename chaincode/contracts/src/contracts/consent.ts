import type { Context } from 'fabric-contract-api'
import { keys } from '../state/keys.ts'
import { only } from './arguments.ts'
import { StatementContract } from './statement-contract.ts'

/** Grants, their revocation, and what was opened under them or in an emergency. */
export class ConsentContract extends StatementContract {
  constructor() {
    super('Consent')
  }

  async submit(ctx: Context, ...envelopes: string[]): Promise<string> {
    return this._submit(ctx, envelopes)
  }

  async get(ctx: Context, ...consent: string[]): Promise<string> {
    return this._fact(ctx, keys.consent(only('record', consent)))
  }

  async emergency(ctx: Context, ...emergency: string[]): Promise<string> {
    return this._fact(ctx, keys.emergency(only('record', emergency)))
  }

  async access(ctx: Context, ...access: string[]): Promise<string> {
    return this._fact(ctx, keys.access(only('record', access)))
  }
}
