import type {
  CityCode,
  Commitment,
  Digest,
  Instant,
  InstitutionId,
  ItemCode,
  PublicKeyHex,
  ReasonCode,
  RecordId,
  StatementId,
} from './identifiers.ts'
import { type Algorithm, keyId } from './key.ts'
import type { InvalidVector, Payload } from './record-type.ts'

/** The base points of both curves (SEC 2; GB/T 32918.5): public keys that everybody has the private key of. */
const basePoints: Record<Algorithm, PublicKeyHex> = {
  ES256:
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5' as PublicKeyHex,
  'SM2-SM3':
    '0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0' as PublicKeyHex,
}

const hex64 = (n: number) => n.toString(16).padStart(2, '0').repeat(32)

/** Values for vectors: the n-th of each kind is always the same. */
export const sample = {
  hospital: 'GD-4401-00012' as InstitutionId,
  otherHospital: 'GD-4403-00007' as InstitutionId,
  central: 'GD-0000-00001' as InstitutionId,
  city: '4401' as CityCode,
  item: 'L00001' as ItemCode,
  otherItem: 'E00042' as ItemCode,
  reason: 'NR03' as ReasonCode,
  at: (day: number, time = '08:00:00Z') => `2026-11-${String(day).padStart(2, '0')}T${time}` as Instant,
  recordId: (n: number) => `5f0c8a10-3b1e-4d2a-9c47-${String(n).padStart(12, '0')}` as RecordId,
  statement: (n: number) => hex64(n) as StatementId,
  commitment: (n: number) => hex64(0x60 + n) as Commitment,
  digest: (n: number) => hex64(0xd0 + n) as Digest,
  /** The fields by which a payload states a key. */
  key: (algorithm: Algorithm) => {
    const publicKey = basePoints[algorithm]
    return { key: keyId({ algorithm, publicKey }), algorithm, publicKey }
  },
} as const

/** What is wrong, the field that a refusal names, and how the payload differs from a valid one. */
type WrongCase = readonly [name: string, field: string, changes: Record<string, unknown>]

/** Vectors that differ from a valid payload in one thing each; a field changed to undefined is left out. */
export const wrong = (base: Payload, ...cases: readonly WrongCase[]): InvalidVector[] =>
  cases.map(([name, field, changes]) => ({ name, field, payload: { ...base, ...changes } }))
