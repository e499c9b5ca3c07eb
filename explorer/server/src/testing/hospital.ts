import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKey, type SigningKey } from '@huren/crypto-config'
import {
  type Commitment,
  decision,
  type Instant,
  type InstitutionId,
  type Payload,
  type RecordId,
  report,
} from '@huren/records'
import type { Test } from 'tap'
import type { ExplorerOptions } from '../index.ts'
import { type Stated, startWith } from './start.ts'

export const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString() as Instant
export const own = {
  id: 'GD-4401-00001' as InstitutionId,
  key: generateKey('ES256'),
  doctor: generateKey('ES256'),
}
export const other = { id: 'GD-4403-00007' as InstitutionId, key: generateKey('ES256') }
export const holder = 'cd'.repeat(32) as Commitment

/** The registration of an institution's key. */
export const registration = (
  institution: InstitutionId,
  key: SigningKey,
  more: object = {},
  by = key,
): Stated => {
  const payload: Payload & Record<string, unknown> = {
    issuer: institution,
    institution,
    issuedAt: hours(-1),
    ...{ key: key.id, algorithm: key.algorithm, publicKey: key.publicKey, uses: ['report'] },
    ...{ notBefore: hours(-1), notAfter: hours(240), ...more },
  }
  return ['signing-key', payload, by]
}

const admission = (institution: InstitutionId, key: SigningKey): Stated => {
  const payload: Payload & Record<string, unknown> = {
    issuer: institution,
    institution,
    issuedAt: hours(-1),
    ...{ version: 1, kind: 'hospital', level: 'tertiary', city: institution.slice(3, 7) },
    ...{ status: 'active', effectiveFrom: hours(-1) },
  }
  return ['institution', payload, key]
}

/** A report or a decision of an institution, of now. */
export const stating = (
  type: typeof report | typeof decision,
  issuer: InstitutionId,
  key: SigningKey,
): Stated => {
  const sample: object = type.valid[0]?.payload ?? {}
  const id = { [type.name]: crypto.randomUUID() as RecordId }
  const payload: Payload & Record<string, unknown> = {
    ...sample,
    ...id,
    issuer,
    issuedAt: hours(0),
    ...(type.name === report.name && { performedAt: hours(-2) }),
  }
  return [type.name, payload, key]
}
export { decision, report }

/** Another program, as far as it answers. */
export const serve = async (
  t: Test,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const people = [
  { account: 'hospital', name: '<img src=x onerror=alert(1)>', role: 'hospital', institution: own.id },
  { account: 'other', name: '别家医院', role: 'hospital', institution: other.id },
  { account: 'nowhere', name: '无机构', role: 'hospital' },
  { account: 'odd', name: '怪机构', role: 'hospital', institution: '../../<script>' },
  { account: 'city', name: '地市', role: 'city', city: '4401' },
  { account: 'regulator', name: '监管员', role: 'regulator' },
  { account: 'auditor', name: '审计员', role: 'auditor' },
  { account: 'patient', name: '患者', role: 'patient' },
]

/** A server over an index of two hospitals. */
export const start = async (t: Test, settings: Partial<ExplorerOptions> = {}) => {
  const { signedIn: browserOf, commit, ...rest } = await startWith(t, people, () => settings)
  await commit([
    admission(own.id, own.key),
    registration(own.id, own.key),
    registration(own.id, own.doctor, { holder, uses: ['recognition'] }, own.key),
    admission(other.id, other.key),
    registration(other.id, other.key),
  ])
  const signedIn = async (account: string) => {
    const one = await browserOf(account)
    const get = async (path: string, init?: RequestInit) => {
      const answer = await one.send(`/api/hospital/${path}`, init)
      return { status: answer.status, body: Object(await answer.json()) }
    }
    return { ...one, get }
  }
  return { ...rest, commit, signedIn }
}

/** What a desk's signed request looks like; whether it verifies is for the gateway to say. */
export const signedBy = (key: SigningKey) => ({
  'signature-input': `sig=("@method" "@authority" "@path" "@query");keyid="${key.id}";alg="ecdsa-p256-sha256"`,
  signature: 'sig=:AA==:',
})
