import type { ApplicationRow } from '../store/buckets.ts'
import type { Submissions } from '../submissions/submissions.ts'
import { parsedStatements } from './application.ts'

/** How many of the three central organisations decide, either way. */
export const quorum = 2
/** The ledger takes no statement older than 30 days; an application lapses a day before. */
const lapse = 29 * 24 * 3600_000

export const stages = ['pending', 'approved', 'registered', 'declined', 'refused', 'lapsed'] as const
export type Stage = (typeof stages)[number]

export interface Standing {
  readonly stage: Stage
  /** Why the ledger has refused it. */
  readonly refusal?: { readonly code: string; readonly field?: string; readonly detail: string }
}

/** What a second applicant is told whose number another gateway has given away first. */
export const numberTaken = ({ institution }: Pick<ApplicationRow, 'institution'>) =>
  ({
    code: 'number-taken',
    detail: `${institution} was registered for another institution meanwhile; apply again to get a new number`,
  }) as const

const isLapsed = ({ appliedAt }: ApplicationRow): boolean => Date.parse(appliedAt) + lapse < Date.now()

const onItsWay = async (
  row: ApplicationRow,
  envelopes: NonNullable<ApplicationRow['envelopes']>,
  submissions: Pick<Submissions, 'stand'>,
): Promise<Standing> => {
  const { institution, key } = parsedStatements(envelopes)
  const admitted = await submissions.stand(institution.id)
  if (admitted?.stage === 'refused' && admitted.code === 'version-conflict')
    return { stage: 'refused', refusal: numberTaken(row) }
  const registered = await submissions.stand(key.id)
  const refusal = [admitted, registered].find((answer) => answer?.stage === 'refused')
  if (refusal) {
    const { code = 'refused', field, detail = '' } = refusal
    return { stage: 'refused', refusal: { code, detail, ...(field !== undefined && { field }) } }
  }
  const done = [admitted, registered].every((answer) => answer?.stage === 'committed')
  return { stage: done ? 'registered' : 'approved' }
}

/** Where an application stands. */
export const standingOf = async (
  row: ApplicationRow,
  submissions: Pick<Submissions, 'stand'>,
): Promise<Standing> => {
  if ((row.declines ?? []).length >= quorum) return { stage: 'declined' }
  if (row.numberTaken) return { stage: 'refused', refusal: numberTaken(row) }
  if (row.approvals.length < quorum || !row.envelopes) return { stage: isLapsed(row) ? 'lapsed' : 'pending' }
  return onItsWay(row, row.envelopes, submissions)
}
