import type { Label } from '@huren/records'
import type { Rule } from './rules.ts'

/** The three growing steps (发现、提醒、干预), and the two ends. */
export const findingStates = ['discovered', 'reminded', 'intervened', 'closed', 'dismissed'] as const
export type FindingState = (typeof findingStates)[number]
export const isOpen = (state: FindingState): boolean => state !== 'closed' && state !== 'dismissed'

/** What somebody may do about a finding, and the state that it leads to. */
export const findingActions = {
  own: undefined,
  note: undefined,
  remind: 'reminded',
  intervene: 'intervened',
  close: 'closed',
  dismiss: 'dismissed',
  reopen: 'discovered',
} as const satisfies Record<string, FindingState | undefined>
export type FindingAction = keyof typeof findingActions

export interface FindingEvent {
  readonly at: string
  /** Who did it; the rule itself when it was discovered. */
  readonly account: string
  readonly action: FindingAction | 'discover'
  readonly note: string
  readonly state: FindingState
  readonly owner: string
}

/** Something unusual, from discovery to its end; nothing of its history is ever taken away. */
export interface Finding {
  readonly id: string
  readonly rule: string
  /** Whose rule found it, when it was a city's own. */
  readonly city?: string
  /** The rule's words when it was found; the rule may change later. */
  readonly label: Label
  readonly advice: Label
  readonly by: Rule['by']
  readonly subject: string
  readonly measured: number
  readonly allowed: number
  readonly rows: number
  readonly from: string
  readonly to: string
  /** The list behind it: query parameters of the list of statements or transactions. */
  readonly on: Rule['on']
  readonly drill: Readonly<Record<string, readonly string[]>>
  readonly first: string
  readonly last: string
  readonly state: FindingState
  /** Account of who deals with it; empty until somebody does. */
  readonly owner: string
  readonly history: readonly FindingEvent[]
}
