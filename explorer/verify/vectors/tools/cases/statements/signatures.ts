import { centralKeys, hospital, uuid } from '../../world.ts'
import { type Case, must, valid } from '../case.ts'
import {
  administration,
  administrationKey,
  base,
  changed,
  governance,
  institution,
  made,
  offCurveKey,
  otherKey,
  reportKey,
  strangerKey,
  tell,
} from './story.ts'

/** Signatures themselves. */
export const signatures: readonly Case[] = [
  tell(
    'signature-flipped',
    'one bit of the signature changed',
    must('signature-invalid'),
    ...base,
    changed(made.report(), ({ signatures: [one] }) => ({
      signatures: [{ ...one, sig: `${one!.sig.startsWith('A') ? 'B' : 'A'}${one!.sig.slice(1)}` }],
    })),
  ),
  tell(
    'signature-zero',
    'r and s are zero',
    must('signature-invalid'),
    ...base,
    changed(made.report(), ({ signatures: [one] }) => ({
      signatures: [{ ...one, sig: btoa('\0'.repeat(64)) }],
    })),
  ),
  tell(
    'signature-of-another',
    'a true signature of another statement',
    must('signature-invalid'),
    ...base,
    changed(made.report(), () => ({
      signatures: JSON.parse(made.report({ report: uuid(5) }).envelope).signatures,
    })),
  ),
  tell(
    'signature-second-flipped',
    'a second signature that fails spoils the first',
    must('signature-invalid'),
    made.institution(hospital, {}, [
      ...governance,
      { ...centralKeys[1]!, sign: () => new Uint8Array(64).fill(7) },
    ]),
  ),
  tell(
    'signature-twice',
    'one key signs twice',
    must('statement-malformed'),
    made.institution(hospital, {}, [centralKeys[0]!, centralKeys[0]!]),
  ),
  tell(
    'signature-short',
    'a signature of 63 bytes',
    must('statement-malformed'),
    ...base,
    made.report({}, [{ ...reportKey, sign: () => new Uint8Array(63) }]),
  ),
  tell(
    'signature-none',
    'an envelope without signatures',
    must('statement-malformed'),
    ...base,
    made.report({}, []),
  ),
  tell(
    'signature-by-wrong-algorithm',
    'an ES256 signature under an SM2-SM3 key',
    must('signature-invalid'),
    ...base,
    made.report({}, [{ ...reportKey, sign: strangerKey.sign }]),
  ),
  tell(
    'key-off-the-curve',
    'the registered public key is no point of the curve',
    must('signature-invalid'),
    institution,
    administration,
    made.signingKey(offCurveKey, ['report'], [administrationKey]),
    made.report({}, [offCurveKey]),
  ),
  tell(
    'es256',
    'a report signed with ES256',
    valid,
    institution,
    administration,
    made.signingKey(otherKey, ['report'], [administrationKey]),
    made.report({}, [otherKey]),
  ),
]
