import { field } from './identifiers.ts'
import type { Label } from './record-type.ts'

/** Fields that many payloads share, with their labels. */
export const issuedAt = { issuedAt: field.instant().required() }
export const issuer = { issuer: field.institutionId().required() }
/** Where an institution states something: who and when. */
export const stated = { ...issuer, ...issuedAt }

export const statedLabels = {
  issuer: { zh: '声明机构', en: 'Issuing institution' },
  issuedAt: { zh: '声明时间', en: 'Issued at' },
} satisfies Record<string, Label>

export const issuedAtLabel = { issuedAt: statedLabels.issuedAt }
