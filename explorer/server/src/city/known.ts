import type { Words } from './sites.ts'

/** Something that was asked of another program: its answer and when, or why there is none. Nothing is made up. */
export type Known<T> =
  | { readonly known: true; readonly at: string; readonly value: T }
  | ({ readonly known: false } & Words)

export const known = <T>(value: T, at = new Date().toISOString()): Known<T> => ({ known: true, at, value })
export const unknown = (zh: string, en: string): Known<never> => ({ known: false, zh, en })

/** Milliseconds for which another program is waited for. */
export const patience = 3000
