import { type RecognitionRule, recognitionRule } from '@huren/records'
import type { RuleVersion, Versioned } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { defineRule } from './rule.ts'
import { addVersion, statementsOf } from './versions.ts'

export const recognitionRuleRule = defineRule<RecognitionRule, Versioned<RuleVersion>>({
  type: recognitionRule,
  entity: () => keys.rule(),
  statements: statementsOf,
  apply({ id, payload: { version, minimumLevel, scope, qualityRequired, effectiveFrom } }, fact) {
    const next = { version, effectiveFrom, statement: id, minimumLevel, scope, qualityRequired }
    return [put(keys.rule(), addVersion(fact, next))]
  },
})
