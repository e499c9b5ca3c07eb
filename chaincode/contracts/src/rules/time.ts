import { type Instant, Refusal } from '@huren/records'

/** Milliseconds since 1970, UTC. */
export type Milliseconds = number

export const minutes = (n: number): Milliseconds => n * 60_000
export const hours = (n: number): Milliseconds => minutes(60) * n
export const days = (n: number): Milliseconds => hours(24) * n
/** A generous year, so that a grant "for five years" fits with its leap days. */
export const years = (n: number): Milliseconds => days(366) * n

/** An instant is always UTC, so that reading it depends on no time zone. */
export const at = (instant: Instant): Milliseconds => Date.parse(instant)

/** How far a signer's clock may be ahead of the transaction, and how long a statement may wait to be sent. */
const aheadAtMost = minutes(5)
const behindAtMost = days(30)

/** @throws Refusal `clock-skew` */
export const checkIssuedAt = (issuedAt: Milliseconds, transactionTime: Milliseconds) => {
  if (issuedAt > transactionTime + aheadAtMost)
    throw new Refusal(
      'clock-skew',
      'issued more than 5 minutes after the transaction; check the clock',
      'issuedAt',
    )
  if (issuedAt < transactionTime - behindAtMost)
    throw new Refusal(
      'clock-skew',
      'issued more than 30 days before the transaction; state it anew',
      'issuedAt',
    )
}

/** That the period ends after it begins is the schema's to see. @throws Refusal `validity-invalid`, `period-too-long` */
export const checkPeriod = (
  period: { readonly notBefore: Instant; readonly notAfter: Instant },
  issuedAt: Milliseconds,
  longest: Milliseconds,
) => {
  const [from, until] = [at(period.notBefore), at(period.notAfter)]
  if (until <= issuedAt) throw new Refusal('validity-invalid', 'the period is over already', 'notAfter')
  if (until - from > longest)
    throw new Refusal('period-too-long', `the period may last ${longest / days(1)} days at most`, 'notAfter')
}
