import { X509Certificate } from 'node:crypto'

const day = 24 * 3600 * 1000

/** Whole days until a certificate (PEM) expires; negative once it has. */
export const daysLeft = (certificate: string, now = new Date()): number =>
  Math.floor((new X509Certificate(certificate).validToDate.getTime() - now.getTime()) / day)
