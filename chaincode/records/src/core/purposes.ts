/** What a result is opened for: the closed list that consents and accesses share. */
export const purposes = ['treatment', 'recognition', 'referral', 'consultation', 'second-opinion'] as const
export type Purpose = (typeof purposes)[number]
