import { type ReasonDictionary, reasonDictionary } from '@huren/records'
import type { DictionaryVersion, Versioned } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { defineRule } from './rule.ts'
import { addVersion, statementsOf } from './versions.ts'

export const reasonDictionaryRule = defineRule<ReasonDictionary, Versioned<DictionaryVersion>>({
  type: reasonDictionary,
  entity: () => keys.reasons(),
  statements: statementsOf,
  apply: ({ id, payload: { version, reasons, effectiveFrom } }, fact) => [
    put(keys.reasons(), addVersion(fact, { version, effectiveFrom, statement: id, reasons })),
  ],
})
