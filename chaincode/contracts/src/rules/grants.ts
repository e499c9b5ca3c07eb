import { type ConsentErasure, type ConsentRevocation, type KeyId, Refusal } from '@huren/records'
import type { ConsentFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import type { StateView } from '../state/view.ts'

/** The grant that a statement names. @throws Refusal `consent-unknown`, `statement-unknown` */
export const checkGrant = (
  { statement }: Pick<ConsentRevocation | ConsentErasure, 'statement'>,
  fact: ConsentFact | undefined,
): ConsentFact => {
  if (!fact) throw new Refusal('consent-unknown', 'the consent is not on the ledger', 'consent')
  if (statement !== fact.statement)
    throw new Refusal('statement-unknown', 'the consent was granted by another statement', 'statement')
  return fact
}

/** Follows the replacements from the grantor's key; keys replace only older ones, so that there is no circle. */
export const standsFor = async (signer: KeyId, grantor: KeyId, view: StateView): Promise<boolean> => {
  for (let key: KeyId | undefined = grantor; key; key = await successorOf(key, view))
    if (key === signer) return true
  return false
}

const successorOf = async (id: KeyId, view: StateView): Promise<KeyId | undefined> => {
  const fact = await view.get(keys.key(id))
  return fact?.owner === 'patient' ? fact.replacedBy : undefined
}
