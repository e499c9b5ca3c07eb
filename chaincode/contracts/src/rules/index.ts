import { accessRule } from './access.ts'
import { accessLogCheckpointRule } from './access-log-checkpoint.ts'
import { catalogueItemRule } from './catalogue-item.ts'
import { consentRule } from './consent.ts'
import { consentErasureRule } from './consent-erasure.ts'
import { consentRevocationRule } from './consent-revocation.ts'
import { decisionRule } from './decision.ts'
import { emergencyAccessRule } from './emergency-access.ts'
import { emergencyReviewRule } from './emergency-review.ts'
import { erasureRule } from './erasure.ts'
import { institutionRule } from './institution.ts'
import { keyRevocationRule } from './key-revocation.ts'
import { patientKeyRule } from './patient-key.ts'
import { qualityMarkRule } from './quality-mark.ts'
import { reasonDictionaryRule } from './reason-dictionary.ts'
import { recognitionRuleRule } from './recognition-rule.ts'
import { referralRule } from './referral.ts'
import { reportRule } from './report.ts'
import type { Rule } from './rule.ts'
import { signingKeyRule } from './signing-key.ts'

/** Every rule, by the name of its record type. A new record type is a file in this folder and a line here. */
const rules: ReadonlyMap<string, Rule> = new Map(
  [
    accessRule,
    accessLogCheckpointRule,
    catalogueItemRule,
    consentRule,
    consentErasureRule,
    consentRevocationRule,
    decisionRule,
    emergencyAccessRule,
    emergencyReviewRule,
    erasureRule,
    institutionRule,
    keyRevocationRule,
    patientKeyRule,
    qualityMarkRule,
    reasonDictionaryRule,
    recognitionRuleRule,
    referralRule,
    reportRule,
    signingKeyRule,
  ].map((rule) => [rule.name, rule]),
)

/** The rule of a parsed statement's type; a test holds that every record type has one. */
export const ruleOf = (name: string): Rule => {
  const rule = rules.get(name)
  if (!rule) throw new Error(`no rule for the record type ${name}`)
  return rule
}
