import { assemble, type LoggedStatement } from '../log.ts'
import { at, province } from '../province.ts'
import {
  body,
  central,
  city,
  fullLines,
  line,
  notaries,
  note,
  originOf,
  witness,
  witnessedAt,
} from '../world.ts'
import { bend, type Case, json, makeCase, plain, valid } from './case.ts'

const receipt = (subject: number, others: readonly number[], lines = fullLines) =>
  json(assemble(province, subject, others, witness(province, lines)))
const base = [at.hospital, at.administration]
const [one, two, supervisor] = notaries
const quorum = [line(one!.log), line(two!.cosigner), line(supervisor!.cosigner)]

const small = (n: number): readonly LoggedStatement[] => province.slice(0, n)
const inTreeOf = (n: number) => json(assemble(small(n), at.reporting, base, witness(small(n))))

export const passing: readonly Case[] = [
  makeCase(
    'report',
    'a final report, its key registered by its hospital, whose key two central organisations registered',
    valid,
    json(plain()),
  ),
  makeCase(
    'report-amended',
    'version 2 with version 1 in the receipt',
    valid,
    receipt(at.amended, [...base, at.reporting, at.report]),
  ),
  makeCase(
    'institution',
    'signed by two central organisations, so the trust file alone is enough',
    valid,
    receipt(at.hospital, []),
  ),
  makeCase(
    'signing-key-governance',
    'an administration key, registered by two central organisations',
    valid,
    receipt(at.administration, []),
  ),
  makeCase(
    'signing-key-own',
    "a key registered with the hospital's own administration key",
    valid,
    receipt(at.reporting, base),
  ),
  makeCase('patient-key', "a patient's key, bound by the hospital", valid, receipt(at.patient, base)),
  makeCase(
    'consent',
    "a grant, signed with the patient's bound key",
    valid,
    receipt(at.consent, [...base, at.patient]),
  ),
  makeCase(
    'consent-revocation',
    'a revocation with its grant',
    valid,
    receipt(at.consentRevocation, [...base, at.patient, at.consent]),
  ),
  makeCase('erasure', 'an erasure is a statement like any other', valid, receipt(at.erasure, base)),
  makeCase(
    'report-erased',
    'an erased record: the receipt still verifies and tells of the erasure',
    valid,
    receipt(at.report, [...base, at.reporting, at.erasure]),
  ),
  makeCase(
    'report-key-revoked-later',
    'the key was revoked after the report was committed: still valid, with a warning',
    valid,
    receipt(at.report, [...base, at.reporting, at.revocation]),
  ),
  makeCase(
    'report-superseded',
    'a later version in the receipt is told as a warning',
    valid,
    receipt(at.report, [...base, at.reporting, at.amended]),
  ),
  makeCase(
    'others-in-any-order',
    'the order of what a receipt rests on means nothing',
    valid,
    receipt(at.report, [at.reporting, at.administration, at.hospital]),
  ),
  makeCase(
    'others-unneeded',
    'a statement that is true but not needed does no harm',
    valid,
    receipt(at.report, [...base, at.reporting, at.otherHospital]),
  ),
  makeCase(
    'two-cosignatures',
    'two of three with the supervisor are enough',
    valid,
    receipt(at.hospital, [], quorum),
  ),
  makeCase(
    'supervisor-publishes',
    "any central organisation's log will do: they are one tree",
    valid,
    json(
      assemble(
        province,
        at.hospital,
        [],
        note(body(province, originOf(central[2]!)), [
          line(supervisor!.log),
          line(one!.cosigner),
          line(supervisor!.cosigner),
        ]),
      ),
    ),
  ),
  makeCase(
    'lines-in-any-order',
    'the order of signature lines means nothing',
    valid,
    receipt(at.hospital, [], fullLines.toReversed()),
  ),
  makeCase('no-sm2-line', 'the SM2-SM3 line is an addition', valid, receipt(at.hospital, [], quorum)),
  makeCase(
    'external-witness',
    'a witness of the trust file cosigned as well',
    valid,
    receipt(at.hospital, [], [...quorum, line(city)]),
  ),
  makeCase(
    'unknown-line',
    'lines of unknown keys are ignored (C2SP signed-note)',
    valid,
    receipt(at.hospital, [], [...quorum, () => '— stranger.example AAAAAAAA']),
  ),
  makeCase(
    'cosigned-just-now',
    'clocks differ: five minutes ahead are tolerated',
    valid,
    receipt(
      at.hospital,
      [],
      [line(one!.log), line(two!.cosigner), line(supervisor!.cosigner, witnessedAt + 2 * 3600 + 299)],
    ),
  ),
  makeCase(
    'about',
    'a sentence for people is allowed and means nothing',
    valid,
    bend(plain(), { about: '互认存证回执 A receipt' }),
  ),
  makeCase('tree-of-3', 'a tree that is not a power of two', valid, inTreeOf(3)),
  makeCase('tree-of-4', 'a complete tree', valid, inTreeOf(4)),
  makeCase('tree-of-7', 'a right edge of two levels', valid, inTreeOf(7)),
  makeCase('tree-of-257', 'one past a tile', valid, inTreeOf(257)),
  makeCase(
    'tree-of-1',
    'a single leaf: its hash is the root',
    valid,
    json(assemble(small(1), 0, [], witness(small(1)))),
  ),
  makeCase(
    'refused',
    'the log proves that the ledger refused the statement',
    { outcome: 'refused' },
    receipt(at.refused, []),
  ),
  makeCase(
    'duplicate',
    'the log proves that the statement was submitted again',
    { outcome: 'refused' },
    receipt(at.duplicate, []),
  ),
  makeCase(
    'invalid-transaction',
    'the transaction was ordered but invalid (MVCC_READ_CONFLICT)',
    { outcome: 'refused' },
    receipt(at.invalid, []),
  ),
]
