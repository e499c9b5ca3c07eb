import { generateKey, type SigningKey } from '@huren/crypto-config'
import { type Card, type Letter, signDocument } from '@huren/letters'
import type { Commitment, Instant, InstitutionId, Payload, PublicKeyHex, RecordId } from '@huren/records'
import type { Test } from 'tap'
import type { ExplorerOptions } from '../index.ts'
import { type Stated, startWith } from './start.ts'

export const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString() as Instant
export const uuid = () => crypto.randomUUID() as RecordId
export const commitment = 'ab'.repeat(32) as Commitment
export const hospital = { id: 'GD-4401-00012' as InstitutionId, key: generateKey('SM2-SM3') }
export const stated = { issuer: hospital.id, issuedAt: hours(-1) }
export const valid = { notBefore: hours(-1), notAfter: hours(1000) }
export const publicPart = ({ id: key, algorithm, publicKey }: SigningKey) => ({ key, algorithm, publicKey })

export const binding = (patient: SigningKey, replaces?: SigningKey) => ({
  ...stated,
  ...publicPart(patient),
  ...valid,
  subject: commitment,
  assurance: 'in-person' as const,
  ...(replaces && { replaces: replaces.id }),
})
export const grant = (patient: SigningKey) => ({
  issuedAt: hours(-1),
  consent: uuid(),
  grantor: patient.id,
  subject: commitment,
  grantee: hospital.id,
  purpose: 'treatment' as const,
  scope: 'all' as const,
  ...valid,
})

const people = [
  { account: 'one', name: '张三', role: 'patient' },
  { account: 'two', name: '李四', role: 'patient' },
  { account: 'regulator', name: '监管员', role: 'regulator' },
]

/** A server over an index of one institution, and a way to put more on its ledger. */
export const start = async (t: Test, settings: Partial<ExplorerOptions> = {}) => {
  const started = await startWith(t, people, () => settings)
  const commit = (...statements: readonly Stated[]) => started.commit(statements)
  const { id: institution } = hospital
  const admitted: Payload & Record<string, unknown> = {
    ...stated,
    institution,
    version: 1,
    kind: 'hospital',
    city: '4401',
    level: 'tertiary',
    status: 'active',
    effectiveFrom: hours(-1),
  }
  const registered: Payload & Record<string, unknown> = {
    ...stated,
    institution,
    ...publicPart(hospital.key),
    uses: ['administration'],
    ...valid,
  }
  await commit(['institution', admitted, hospital.key], ['signing-key', registered, hospital.key])
  const signedIn = async (account: string) => {
    const one = await started.signedIn(account)
    const post = (path: string, body: unknown) =>
      one.send(`/patient/api/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const get = (path: string) => one.send(`/patient/api/${path}`)
    const present = async (key: SigningKey, change: object = {}) => {
      const { audience, challenge } = (await (await get('site')).json()) as Record<string, string>
      const said = {
        issuedAt: hours(0),
        ...publicPart(key),
        audience: audience ?? '',
        challenge: challenge ?? '',
      }
      return post('presence', await signDocument('presence', { ...said, ...change }, key))
    }
    return { ...one, post, get, present }
  }
  return { url: started.url, index: started.index, commit, signedIn }
}

const point = generateKey('ES256').publicKey as PublicKeyHex
export const cardOf = (key: SigningKey, code?: string): Card => ({
  issuedAt: hours(0),
  ...publicPart(key),
  sealing: point,
  ...(code && { code }),
})
export const letterTo = (to: SigningKey, from: SigningKey, change: Partial<Letter> = {}): Letter => ({
  issuedAt: hours(0),
  letter: uuid(),
  issuer: hospital.id,
  from: from.id,
  to: to.id,
  notAfter: hours(1),
  encapsulated: 'AAAA',
  sealed: 'AAAA',
  ...change,
})
export const codeOf = async (response: Response) => [response.status, Object(await response.json()).code]
