import type { TrustFile } from '../../../src/trust.ts'
import { noteSigner, statementSigner } from '../keys.ts'
import { notaries, now, trustFile } from '../world.ts'
import { type Case, json, makeCase, must, plain, trustCase, valid } from './case.ts'

type Organisation = TrustFile['organisations'][number]
const organisation = (file: TrustFile, i: number, change: (old: Organisation) => object) => ({
  ...file,
  organisations: file.organisations.map((old, n) => (n === i ? { ...old, ...change(old) } : old)),
})
const notary = (file: TrustFile, i: number, change: object) =>
  organisation(file, i, ({ notaries: [one] }) => ({ notaries: [{ ...one, ...change }] }))
const statementKey = (file: TrustFile, i: number, change: object) =>
  organisation(file, i, ({ statementKeys: [one] }) => ({ statementKeys: [{ ...one, ...change }] }))
const early = { notBefore: '2024-01-01T00:00:00Z', notAfter: '2025-12-31T23:59:59Z' }
const { log } = notaries[0]!
const text = json(trustFile())
const malformedText = (name: string, why: string, trust: string) =>
  makeCase(name, why, must('trust-malformed'), json(plain()), { trust })

export const trust: readonly Case[] = [
  trustCase('trust-plain', 'control: nothing changed', valid, (file) => file),
  trustCase(
    'trust-no-witnesses',
    'external witnesses are optional',
    valid,
    ({ witnesses: _, ...file }) => file,
  ),
  trustCase('trust-three-of-three', 'a policy of all three', valid, (file) => ({
    ...file,
    policy: { ...file.policy, cosignatures: 3 },
  })),
  trustCase('trust-older-notary-keys', 'keys of an earlier period beside the present ones', valid, (file) =>
    organisation(file, 0, ({ notaries: [one] }) => ({
      notaries: [
        {
          log: noteSigner(notaries[0]!.log.name, 'ed25519', 'older log').verifierKey,
          cosigner: noteSigner('one.huren.example', 'cosignature', 'older cosigner').verifierKey,
          ...early,
        },
        one,
      ],
    })),
  ),
  trustCase(
    'trust-expired',
    'the trust file has expired',
    must('trust-expired'),
    (file) => file,
    Date.parse('2030-01-01T00:00:00Z'),
  ),
  trustCase(
    'trust-not-yet',
    'the trust file is not yet in force',
    must('trust-not-yet-valid'),
    (file) => file,
    Date.parse('2025-01-01T00:00:00Z'),
  ),
  trustCase(
    'trust-ends-before-it-begins',
    'a period that ends before it begins',
    must('trust-overlap'),
    (file) => ({ ...file, notBefore: file.notAfter, notAfter: file.notBefore }),
  ),
  trustCase('trust-key-period-reversed', 'a key that ends before it begins', must('trust-overlap'), (file) =>
    statementKey(file, 0, { notBefore: file.notAfter, notAfter: file.notBefore }),
  ),
  trustCase(
    'trust-notary-overlap',
    'two notary keys of one organisation at the same time',
    must('trust-overlap'),
    (file) =>
      organisation(file, 0, ({ notaries: [one] }) => ({
        notaries: [
          one,
          { ...one, log: notaries[1]!.log.verifierKey, cosigner: notaries[1]!.cosigner.verifierKey },
        ],
      })),
  ),
  trustCase(
    'trust-statement-key-overlap',
    'two statement keys of one algorithm at the same time',
    must('trust-overlap'),
    (file) =>
      organisation(file, 0, ({ statementKeys: [one] }) => ({
        statementKeys: [one, { ...one, publicKey: file.organisations[1]!.statementKeys[0]!.publicKey }],
      })),
  ),
  trustCase(
    'trust-touching-periods',
    'a period ends before its last instant, at which the next may begin',
    valid,
    (file) =>
      organisation(file, 0, ({ statementKeys: [one] }) => ({
        statementKeys: [
          one,
          {
            ...one,
            publicKey: statementSigner('next', 'SM2-SM3').publicKey,
            notBefore: one!.notAfter,
            notAfter: '2030-01-01T00:00:00Z',
          },
        ],
      })),
  ),
  trustCase(
    'trust-last-instant',
    'a trust file is not in force at its last instant',
    must('trust-expired'),
    (file) => file,
    Date.parse('2028-12-31T23:59:59Z'),
  ),
  trustCase(
    'trust-first-instant',
    'a trust file is in force at its first instant, but this cosignature is of a later day',
    must('cosignature-future'),
    (file) => file,
    Date.parse('2026-01-01T00:00:00Z'),
  ),
  trustCase(
    'trust-key-twice',
    'one statement key for two organisations',
    must('trust-key-repeated'),
    (file) => statementKey(file, 1, { publicKey: file.organisations[0]!.statementKeys[0]!.publicKey }),
  ),
  trustCase(
    'trust-notary-key-twice',
    'one notary key for two organisations',
    must('trust-key-repeated'),
    (file) => notary(file, 1, { cosigner: file.organisations[0]!.notaries[0]!.cosigner }),
  ),
  trustCase('trust-organisation-twice', 'one organisation stands twice', must('trust-malformed'), (file) => ({
    ...file,
    organisations: [...file.organisations, file.organisations[0]],
  })),
  trustCase('trust-policy-one', 'one of three is no majority', must('trust-policy'), (file) => ({
    ...file,
    policy: { ...file.policy, cosignatures: 1 },
  })),
  trustCase('trust-policy-four', 'four of three cannot be', must('trust-policy'), (file) => ({
    ...file,
    policy: { ...file.policy, cosignatures: 4 },
  })),
  trustCase('trust-policy-stranger', 'the policy names nobody of the file', must('trust-policy'), (file) => ({
    ...file,
    policy: { ...file.policy, including: ['GD-4401-00012'] },
  })),
  trustCase('trust-policy-zero', 'a policy that asks for nothing', must('trust-malformed'), (file) => ({
    ...file,
    policy: { ...file.policy, cosignatures: 0 },
  })),
  trustCase('trust-no-policy', 'no policy', must('trust-malformed'), ({ policy: _, ...file }) => file),
  trustCase('trust-no-organisations', 'nobody to trust', must('trust-malformed'), (file) => ({
    ...file,
    organisations: [],
  })),
  trustCase('trust-other-version', 'a trust file of another version', must('trust-malformed'), (file) => ({
    ...file,
    format: 'huren-trust/v0',
  })),
  trustCase(
    'trust-unknown-member',
    'a member that the format does not have',
    must('trust-malformed'),
    (file) => ({ ...file, trusted: true }),
  ),
  trustCase('trust-bad-date', 'a day that the calendar does not have', must('trust-malformed'), (file) => ({
    ...file,
    notBefore: '2026-02-30T00:00:00Z',
  })),
  trustCase('trust-key-id-wrong', 'a verifier key whose id is not its own', must('trust-malformed'), (file) =>
    notary(file, 0, { log: log.verifierKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+') }),
  ),
  trustCase('trust-key-cut', 'a verifier key that is cut off', must('trust-malformed'), (file) =>
    notary(file, 0, { log: log.verifierKey.slice(0, -8) }),
  ),
  trustCase(
    'trust-key-name-homograph',
    'Cyrillic letters in the name of a verifier key',
    must('trust-malformed'),
    (file) =>
      notary(file, 0, { cosigner: file.organisations[0]!.notaries[0]!.cosigner.replace('one', 'оnе') }),
  ),
  trustCase(
    'trust-key-wrong-type',
    'a cosigner key in the place of a log key',
    must('trust-malformed'),
    (file) => notary(file, 0, { log: file.organisations[0]!.notaries[0]!.cosigner }),
  ),
  trustCase(
    'trust-log-key-name',
    "an SM2-SM3 key that does not bear the log's name",
    must('trust-malformed'),
    (file) => notary(file, 0, { sm2: file.organisations[1]!.notaries[0]!.sm2 }),
  ),
  trustCase(
    'trust-supervisor-replaced',
    "the supervisor's cosigner is another key",
    must('quorum-missing'),
    (file) => notary(file, 2, { cosigner: file.witnesses![0] }),
  ),
  trustCase(
    'trust-notary-expired',
    "the supervisor's notary key had expired",
    must('cosignature-expired-key'),
    (file) => notary(file, 2, early),
  ),
  trustCase(
    'trust-central-key-expired',
    'a central statement key had expired when it signed',
    must('key-expired'),
    (file) => statementKey(file, 0, early),
  ),
  trustCase('trust-central-key-other', 'another central statement key', must('key-unknown'), (file) =>
    statementKey(file, 0, { publicKey: '04'.padEnd(130, '1') }),
  ),
  malformedText('trust-empty', 'nothing', ''),
  malformedText('trust-cut', 'cut off in the middle', text.slice(0, 500)),
  malformedText('trust-array', 'an array', '[]'),
  malformedText('trust-member-twice', 'two members of one name', text.replace('{', '{"policy":{},')),
  makeCase('trust-now-not-a-number', 'no time is given', must('trust-expired'), json(plain()), {
    now: now * 10,
  }),
]
