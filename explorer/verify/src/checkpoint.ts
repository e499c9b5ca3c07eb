import type { Instant, InstitutionId } from '@huren/records'
import { bytesToHex } from '@noble/hashes/utils.js'
import { fromBase64 } from './base64.ts'
import { cosignatureTime, type Note, type NoteSignature, parseNote, verifyNoteSignature } from './note.ts'
import { type Verify, verifySignature } from './signature.ts'
import { type NotaryKey, type Trust, within } from './trust.ts'
import { reject, type Witnessed } from './verdict.ts'

/** A checkpoint that the trust file's policy accepts. */
export interface WitnessedCheckpoint extends Witnessed {
  readonly rootBytes: Uint8Array
  /** Institutions whose notary signed with SM2-SM3 as well. */
  readonly sm2: readonly InstitutionId[]
  /** Names of the external witnesses of the trust file that cosigned. */
  readonly external: readonly string[]
}

const body = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/

/** Origin, size and root of a checkpoint (C2SP tlog-checkpoint v1.0.0); Huren's carry no extension lines. */
export const parseCheckpointBody = (text: string) => {
  const [, origin = '', size = '', root = ''] =
    body.exec(text) ??
    reject('checkpoint-malformed', '检查点内容格式不正确。', 'The text of the checkpoint is not well-formed.')
  if (!Number.isSafeInteger(Number(size)))
    reject('checkpoint-malformed', '检查点的条目数过大。', 'The size of the checkpoint is too large.')
  return { origin, size: Number(size), rootBytes: fromBase64(root, 'checkpoint-malformed') }
}

/** Clocks may differ by this much, in milliseconds. */
const tolerance = 5 * 60_000

const milliseconds = (signature: NoteSignature, now: number): number => {
  const at = Number(cosignatureTime(signature)) * 1000
  if (at > now + tolerance)
    reject(
      'cosignature-future',
      '检查点的见证时间在将来。',
      'A cosignature of the checkpoint lies in the future.',
    )
  return at
}

const checkSignature = (
  note: Note,
  known: { key: NotaryKey['key'] },
  signature: NoteSignature,
  verify: Verify,
) => {
  if (!verifyNoteSignature(note, known.key, signature, verify))
    reject(
      'note-signature-invalid',
      `检查点上 ${signature.name} 的签名不正确。`,
      `The signature of ${signature.name} on the checkpoint does not verify.`,
    )
}

const instant = (at: number) => new Date(at).toISOString() as Instant

const checkPolicy = (trust: Trust, by: ReadonlyMap<InstitutionId, number>) => {
  const missing = trust.policy.including.filter((institution) => !by.has(institution))
  if (by.size >= trust.policy.cosignatures && missing.length === 0) return
  const absent = missing.length === 0 ? '' : missing.join(', ')
  reject(
    'quorum-missing',
    `检查点只有 ${by.size} 家机构见证，需要 ${trust.policy.cosignatures} 家${absent && `，且必须包括 ${absent}`}。`,
    `The checkpoint is cosigned by ${by.size} organisations; ${trust.policy.cosignatures} are needed${absent && `, ${absent} among them`}.`,
  )
}

/**
 * Checks a checkpoint's signatures against the trust file: every known key's line must verify, unknown lines are
 * ignored (C2SP signed-note), a log key must have signed, and the policy's cosignatures must be there.
 * @param now milliseconds since 1970; cosignatures more than five minutes later are refused
 * @throws Rejection
 */
export const checkWitnessed = (
  text: string,
  trust: Trust,
  now: number,
  verify: Verify = verifySignature,
): WitnessedCheckpoint => {
  const note = parseNote(text)
  const { origin, size, rootBytes } = parseCheckpointBody(note.text)
  if (!trust.origins.has(origin))
    reject('origin-unknown', `检查点来自另一日志：${origin}`, `The checkpoint is of another log: ${origin}`)
  const by = new Map<InstitutionId, number>()
  const [logs, sm2, external] = [new Set<InstitutionId>(), new Set<InstitutionId>(), new Set<string>()]
  for (const signature of note.signatures) {
    const line = `${signature.name} ${signature.id}`
    const witness = trust.witnesses.get(line)
    if (witness) {
      checkSignature(note, { key: witness }, signature, verify)
      milliseconds(signature, now)
      external.add(witness.name)
    }
    const notary = trust.notaryKeys.get(line)
    if (!notary) continue
    checkSignature(note, notary, signature, verify)
    if (notary.key.type !== 'cosignature') {
      if (notary.key.name === origin) (notary.key.type === 'ed25519' ? logs : sm2).add(notary.institution)
    } else {
      const at = milliseconds(signature, now)
      if (!within(at, notary))
        reject(
          'cosignature-expired-key',
          `${signature.name} 见证时其密钥不在有效期内。`,
          `The key of ${signature.name} was not valid when it cosigned.`,
        )
      by.set(notary.institution, at)
    }
  }
  if (logs.size === 0)
    reject(
      'notary-signature-missing',
      '检查点没有任何中心机构公证节点的签名。',
      'No notary of the trust file has signed the checkpoint.',
    )
  checkPolicy(trust, by)
  return {
    origin,
    size,
    root: bytesToHex(rootBytes),
    rootBytes,
    by: [...by].map(([institution, at]) => ({ institution, at: instant(at) })),
    sm2: [...sm2],
    external: [...external],
  }
}
