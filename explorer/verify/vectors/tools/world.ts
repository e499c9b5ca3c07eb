import type { Instant, InstitutionId, Payload, StatementId } from '@huren/records'
import { encodeBase64, payloadType, preAuthEncoding, statementId } from '@huren/records'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { leafHash } from '../../src/merkle.ts'
import type { TrustFile } from '../../src/trust.ts'
import { noteSigner, type StatementSigner, statementSigner } from './keys.ts'
import { type LoggedStatement, treeHash } from './log.ts'

/** A small province: three central organisations, two hospitals, one patient, and the log of what they stated. */
export const originOf = (id: string) => `huren.example/log/${id}`
export const central = ['GD-0000-00001', 'GD-0000-00002', 'GD-0000-00003'] as InstitutionId[]
export const hospital = 'GD-4401-00012' as InstitutionId
export const otherHospital = 'GD-4403-00007' as InstitutionId
const year = { notBefore: '2026-01-01T00:00:00Z' as Instant, notAfter: '2028-12-31T23:59:59Z' as Instant }
/** When the vectors' receipts are verified. */
export const now = Date.parse('2026-11-21T12:00:00Z')
export const witnessedAt = Math.floor(Date.parse('2026-11-21T10:00:00Z') / 1000)

export const centralKeys = central.map((id, i) =>
  statementSigner(`central ${id}`, i === 2 ? 'ES256' : 'SM2-SM3'),
)
export const notaries = central.map((id, i) => ({
  institution: id,
  log: noteSigner(originOf(id), 'ed25519'),
  sm2: noteSigner(originOf(id), 'sm2-sm3'),
  cosigner: noteSigner(`${['one', 'two', 'supervisor'][i]}.huren.example`, 'cosignature'),
}))
export const city = noteSigner('city.example/witness', 'cosignature')

const names = [
  { zh: '共识机构甲', en: 'Consensus organisation one' },
  { zh: '共识机构乙', en: 'Consensus organisation two' },
  { zh: '监管机构', en: 'Supervisor' },
]

export const trustFile = (): TrustFile => ({
  format: 'huren-trust/v1',
  ...year,
  organisations: central.map((institution, i) => ({
    institution,
    name: names[i]!,
    statementKeys: [{ algorithm: centralKeys[i]!.algorithm, publicKey: centralKeys[i]!.publicKey, ...year }],
    notaries: [
      {
        log: notaries[i]!.log.verifierKey,
        cosigner: notaries[i]!.cosigner.verifierKey,
        sm2: notaries[i]!.sm2.verifierKey,
        ...year,
      },
    ],
  })),
  policy: { cosignatures: 2, including: [central[2]!] },
  witnesses: [city.verifierKey],
})

export const digest = (name: string) => bytesToHex(sha256(utf8ToBytes(name)))
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export interface Statement {
  readonly id: StatementId
  readonly envelope: string
}

/** Signs a payload, well-formed or not: vectors need both. */
export const sign = (
  name: string,
  payload: Payload | object,
  signers: readonly StatementSigner[],
): Statement => {
  const [type, bytes] = [payloadType(name), utf8ToBytes(JSON.stringify(payload))]
  const signatures = signers.map((signer) => ({
    keyid: signer.id,
    sig: encodeBase64(signer.sign(preAuthEncoding(type, bytes))),
  }))
  return {
    id: statementId(type, bytes),
    envelope: JSON.stringify({ payloadType: type, payload: encodeBase64(bytes), signatures }),
  }
}

export const leafText = (statement: string, block: number, position: number, result = 'committed') =>
  `huren-leaf/v1\n${statement}\n${block}\n${digest(`transaction ${block}`)}\n${position}\n${
    Date.parse('2026-11-20T00:00:00Z') + block * 1000
  }\n${result}\n`

export const logged = (
  statement: Statement,
  block: number,
  position = 0,
  result?: string,
): LoggedStatement => ({
  envelope: statement.envelope,
  leaf: leafText(statement.id, block, position, result),
})

export const body = (log: readonly LoggedStatement[], name = originOf(central[0]!)) =>
  `${name}\n${log.length}\n${encodeBase64(treeHash(log.map(({ leaf }) => leafHash(utf8ToBytes(leaf)))))}\n`

export type Line = (text: string) => string
export const line =
  (signer: { sign: (text: string, time: number) => string }, time = witnessedAt): Line =>
  (text) =>
    signer.sign(text, time)

export const note = (text: string, lines: readonly Line[]) =>
  `${text}\n${lines.map((make) => `${make(text)}\n`).join('')}`

const [one, two, supervisor] = notaries
/** What the first notary serves: its own log signatures and the cosignatures of all three. */
export const fullLines = [
  line(one!.log),
  line(one!.sm2),
  line(one!.cosigner),
  line(two!.cosigner),
  line(supervisor!.cosigner),
]
export const witness = (log: readonly LoggedStatement[], lines: readonly Line[] = fullLines) =>
  note(body(log), lines)
export { year }
