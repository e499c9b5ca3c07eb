import { isValidPublicKey } from '@huren/crypto-config'
import {
  type InstitutionId,
  keyId,
  type PublicKey,
  Refusal,
  type SigningKey,
  signingKey,
} from '@huren/records'
import type { KeyFact } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { defineRule, type Requirement } from './rule.ts'
import { checkPeriod, type Milliseconds, years } from './time.ts'

const longestKey = years(10)

/** A first key comes from the central institutions, later ones from the institution's own administration key. */
export const signingKeyRule = defineRule<SigningKey, KeyFact>({
  type: signingKey,
  entity: (payload) => keys.key(payload.key),
  statements: (fact) => fact.statements,
  requirement: async ({ issuer, institution }): Promise<Requirement> =>
    issuer === institution
      ? { kind: 'institution', issuer, use: 'administration' }
      : { kind: 'governance', issuer },
  async apply({ id, payload, issuedAt }, fact, view) {
    checkNewKey(payload, fact, issuedAt)
    const { institution, algorithm, publicKey, uses, notBefore, notAfter } = payload
    await checkInstitution(institution, view)
    const key = { algorithm, publicKey, notBefore, notAfter, statements: [id] }
    return [put(keys.key(payload.key), { owner: 'institution', institution, uses, ...key })]
  },
})

/** A key may be registered before its institution's admission takes effect, not after its end. */
const checkInstitution = async (id: InstitutionId, view: StateView) => {
  const fact = await view.get(keys.institution(id))
  if (!fact) throw new Refusal('institution-unknown', `${id} is not registered`, 'institution')
  if (fact.versions.at(-1)?.status === 'closed')
    throw new Refusal('institution-inactive', `${id} is closed`, 'institution')
}

/**
 * What every registered key must be: new, on its curve, named by its own digest, for a sane period.
 * @throws Refusal `key-conflict`, `key-id-mismatch`, `public-key-invalid`, `validity-invalid`, `period-too-long`
 */
export const checkNewKey = (
  payload: PublicKey & Pick<SigningKey, 'key' | 'notBefore' | 'notAfter'>,
  fact: KeyFact | undefined,
  issuedAt: Milliseconds,
) => {
  if (fact) throw new Refusal('key-conflict', 'the key is registered already', 'key')
  if (keyId(payload) !== payload.key)
    throw new Refusal('key-id-mismatch', 'the key id is not the digest of algorithm and public key', 'key')
  if (!isValidPublicKey(payload))
    throw new Refusal('public-key-invalid', 'the public key is not a point of the curve', 'publicKey')
  checkPeriod(payload, issuedAt, longestKey)
}
