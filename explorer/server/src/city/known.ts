import type { Known } from '@huren/explorer-model'

export const known = <T>(value: T, at = new Date().toISOString()): Known<T> => ({ known: true, at, value })
export const unknown = (zh: string, en: string): Known<never> => ({ known: false, zh, en })

/** Milliseconds for which another program is waited for. */
export const patience = 3000
