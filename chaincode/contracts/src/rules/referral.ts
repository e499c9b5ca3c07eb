import { type InstitutionId, type Referral, Refusal, referral } from '@huren/records'
import type { ReferralFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { activeInstitution } from './institutions.ts'
import { defineRule, type Stated } from './rule.ts'

type Step = Referral['step']
type Side = 'from' | 'to'

/** Which steps may follow which, and whose turn each is. `close` is the receiving side's when nobody is sent back. */
const turns: Readonly<Record<Step, Partial<Readonly<Record<Step, Side>>>>> = {
  propose: { accept: 'to', decline: 'to' },
  accept: { dispatch: 'from' },
  dispatch: { receive: 'to' },
  receive: { return: 'to', close: 'to' },
  return: { close: 'from' },
  decline: {},
  close: {},
}

/** Who took the step at this position. */
export const takerOf = ({ from, to, steps }: ReferralFact, position: number): InstitutionId | undefined => {
  const [before, step] = [steps[position - 1], steps[position]]
  if (!step) return undefined
  return before && turns[before][step] === 'to' ? to : from
}

/** A referral moves by steps, each signed by the side whose turn it is and naming the step before. */
export const referralRule = defineRule<Referral, ReferralFact>({
  type: referral,
  entity: (payload) => keys.referral(payload.referral),
  statements: (fact) => fact.statements,
  async apply(stated, fact, view) {
    const { id, payload } = stated
    const { from, to, step } = payload
    if (step === 'propose') await checkProposal(stated, fact, view)
    else checkStep(payload, fact)
    const [steps, statements] = [
      [...(fact?.steps ?? []), step],
      [...(fact?.statements ?? []), id],
    ]
    return [put(keys.referral(payload.referral), { from, to, steps, statements })]
  },
})

const checkProposal = async (stated: Stated<Referral>, fact: ReferralFact | undefined, view: StateView) => {
  const { issuer, from, to } = stated.payload
  if (fact) throw new Refusal('record-exists', 'the referral is proposed already', 'referral')
  if (issuer !== from) throw new Refusal('referral-out-of-turn', `${from} proposes`, 'issuer')
  await activeInstitution(view, to, stated, 'to')
}

const checkStep = (payload: Referral, fact: ReferralFact | undefined) => {
  if (!fact) throw new Refusal('referral-unknown', 'the referral is not on the ledger', 'referral')
  for (const side of ['from', 'to'] as const)
    if (payload[side] !== fact[side])
      throw new Refusal('issuer-mismatch', `the referral is from ${fact.from} to ${fact.to}`, side)
  checkTurn(payload, fact)
  if (payload.previous === fact.statements.at(-1)) return
  if (payload.previous && fact.statements.includes(payload.previous))
    throw new Refusal('statement-superseded', 'a later step has been taken', 'previous')
  throw new Refusal('statement-unknown', 'the referral has no such step', 'previous')
}

const checkTurn = ({ step, issuer }: Referral, fact: ReferralFact) => {
  const last = fact.steps.at(-1)
  const next = last ? turns[last] : {}
  const allowed = Object.keys(next)
  if (allowed.length === 0) throw new Refusal('referral-closed', `the referral ended with ${last}`, 'step')
  const side = next[step]
  if (!side) throw new Refusal('referral-out-of-turn', `after ${last} comes ${allowed.join(' or ')}`, 'step')
  if (fact[side] !== issuer)
    throw new Refusal('referral-out-of-turn', `${step} is for ${fact[side]} to state`, 'issuer')
}
