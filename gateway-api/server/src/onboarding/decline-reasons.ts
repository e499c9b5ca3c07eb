/** Why a central organisation declines; codes, since free text could name people. Never renamed. */
export const declineReasons = [
  'document-incomplete',
  'document-mismatch',
  'not-eligible',
  'applied-twice',
  'key-unconfirmed',
] as const
export type DeclineReason = (typeof declineReasons)[number]
