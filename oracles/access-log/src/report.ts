import { type RecordId, Refusal } from '@huren/records'
import { type AccessReport, encodeEvent } from './event.ts'
import { checkName, type ListName } from './lists/list-name.ts'

/** A report whose event and patient have the right shape. */
export interface CheckedReport {
  readonly id: RecordId
  readonly bytes: Buffer
  readonly lists: readonly [ListName, ListName]
}

/** @returns a Refusal when it cannot be taken, which spoils no other report */
export const checkReport = ({ event, patient }: AccessReport): CheckedReport | Refusal => {
  if (!event) return new Refusal('payload-invalid', 'event is required', 'event')
  try {
    const bytes = encodeEvent(event)
    const name = checkName(patient)
    const lists = [
      { kind: 'patient', name },
      { kind: 'institution', name: event.institution },
    ] as const
    return { id: event.event, bytes, lists }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
