import type { Referral, StatementId } from '@huren/records'
import type { Account } from './account.ts'
import { as, committed, type Hospital, newId, now, type RecordView, state, type World } from './world.ts'

type Step = Referral['step']

/** Step by step, with whose turn it is. */
const course: readonly (readonly [Step, 'first' | 'second'])[] = [
  ['propose', 'first'],
  ['accept', 'second'],
  ['dispatch', 'first'],
  ['receive', 'second'],
  ['return', 'second'],
  ['close', 'first'],
]

/** A patient is referred to the second hospital and comes back; one hospital tries to act out of turn. */
export const referral = async (world: World, account: Account) => {
  account.heading('双向转诊', 'Referral')
  const id = newId()
  const take = (step: Step, { institution, doctor }: Hospital, previous?: StatementId) => {
    const payload: Referral = {
      issuer: institution,
      issuedAt: now(),
      referral: id,
      step,
      from: world.first.institution,
      to: world.second.institution,
      subject: committed('Patient/example'),
      urgency: 'routine',
      ...(previous && { previous }),
    }
    return state(world, doctor, 'referral', payload)
  }
  let previous: StatementId | undefined
  for (const [step, side] of course) {
    if (step === 'dispatch') {
      const wrong = await take('dispatch', world.second, previous)
      account.check(
        '未轮到的一方派出患者，被拒绝',
        'a dispatch by the side whose turn it is not is refused',
        wrong.code === 'referral-out-of-turn',
        wrong,
      )
    }
    previous = (await take(step, world[side], previous)).id ?? undefined
  }
  const { state: seen } = await as(world, world.first.doctor).get<RecordView<{ steps: Step[] }>>(
    'referrals',
    id,
  )
  account.check(
    `转诊走完全部步骤：${course.map(([step]) => step).join(' → ')}`,
    'the referral goes through all its steps',
    seen.steps.join() === course.map(([step]) => step).join(),
    seen,
  )
}
