import { statementDimensions, transactionDimensions } from '@huren/explorer-model'
import type { Words } from '../../language.tsx'
import type { Selection } from '../dimensions.ts'

/** What may be unusual. */
export const ruleKinds = {
  share: { zh: '占比过高', en: 'a share is too large' },
  burst: { zh: '突增', en: 'many more than usual' },
  volume: { zh: '数量达到', en: 'so many or more' },
  balance: { zh: '两类数量不符', en: 'two kinds do not reconcile' },
} as const

/** A rule of unusual activity as the server has it (explorer/server, `watch/rules.ts`). */
export interface Rule {
  readonly id: string
  readonly label: Words
  readonly advice: Words
  readonly on: keyof typeof dimensionsOn
  readonly by: string
  readonly kind: keyof typeof ruleKinds
  readonly days: number
  readonly least: number
  readonly state: 'on' | 'off'
  readonly words: Selection
  readonly except?: Selection
  readonly among?: Selection
  readonly against?: Selection
  readonly atLeast?: number
  readonly times?: number
  readonly tolerance?: number
  /** Whose it is: a city's own; absent for the province's. */
  readonly city?: string
}
export type VersionedRule = Rule & { readonly version: number }

/** What a new rule begins as. */
export const emptyRule: VersionedRule = {
  id: '',
  label: { zh: '', en: '' },
  advice: { zh: '', en: '' },
  on: 'statements',
  by: 'institution',
  kind: 'volume',
  days: 7,
  least: 10,
  state: 'on',
  words: {},
  version: 0,
}

/** By what each kind of row is counted and chosen. */
export const dimensionsOn = {
  statements: statementDimensions,
  transactions: transactionDimensions,
  reconciliations: ['institution'],
} as const

/** What a kind asks for, and nothing else: the server refuses the rest. */
export const fitRule = ({ version: _version, ...rule }: VersionedRule): Rule => {
  const { among, against, atLeast, times, tolerance, ...common } = rule
  switch (rule.kind) {
    case 'share':
      return { ...common, among: among ?? {}, atLeast: atLeast ?? 0.5 }
    case 'burst':
      return { ...common, times: times ?? 5 }
    case 'balance':
      return { ...common, against: against ?? {}, tolerance: tolerance ?? 0.1 }
    case 'volume':
      return common
  }
}
