import type { Decision, ReasonCode, Report } from '@huren/records'
import type { Account } from './account.ts'
import {
  type AnchoredReport,
  as,
  committed,
  newId,
  now,
  type RecordView,
  type Signer,
  state,
  type World,
} from './world.ts'

type About = Pick<Decision, 'outcome'> &
  Partial<Pick<Decision, 'reason' | 'dictionary' | 'block' | 'statement'>>

/** The report made of an example file. */
export const reportOf = ({ reports }: World, name: string): AnchoredReport => {
  const found = reports.find(({ example }) => example.name.startsWith(name))
  if (!found) throw new Error(`no report of ${name} on the ledger`)
  return found
}

/** The version in force, as everybody may ask (EXCH-20). */
const inForce = async ({ gateway }: World, resource: 'rules' | 'reasons'): Promise<number> =>
  (await gateway.call<{ version: number }>({ path: `/v1/${resource}` })).version

const decide = async (
  world: World,
  { institution, signer }: { institution: Decision['issuer']; signer: Signer },
  { report, statement, example }: AnchoredReport,
  about: About,
) => {
  const payload: Decision = {
    issuer: institution,
    issuedAt: now(),
    decision: newId(),
    report,
    statement,
    item: example.item,
    rule: await inForce(world, 'rules'),
    moment: 'order',
    subject: committed(example.subject),
    encounter: committed('Encounter/example'),
    ...about,
  }
  return { payload, result: await state(world, signer, 'decision', payload) }
}

const stored = async (world: World, { decision }: Decision) =>
  as(world, world.second.doctor).get<RecordView<{ outcome: string }>>('decisions', decision)

/** A doctor of the second hospital decides on results of the first (CITY-10, CITY-13, EXCH-20). */
export const recognition = async (world: World, account: Account) => {
  account.heading('互认', 'Recognition')
  const doctor = { institution: world.second.institution, signer: world.second.doctor }

  const recognised = await decide(world, doctor, reportOf(world, 'DiagnosticReport-gingival-mass'), {
    outcome: 'recognised',
  })
  account.check(
    '认可：昨天的病理报告被第二家医院认可',
    "recognised: yesterday's pathology report, by the second hospital",
    recognised.result.stage === 'committed' &&
      (await stored(world, recognised.payload)).state.outcome === 'recognised',
    recognised.result,
  )

  const dictionary = await inForce(world, 'reasons')
  const pgx = reportOf(world, 'DiagnosticReport-example-pgx')
  const refusing = { outcome: 'not-recognised', dictionary, reason: 'NR04' as ReasonCode } as const
  const declined = await decide(world, doctor, pgx, refusing)
  account.check(
    '不认可：药物基因报告，理由 NR04（字典编码，非自由文本）',
    'not recognised: the pharmacogenetic report, reason NR04 (a code of the dictionary, no free text)',
    declined.result.stage === 'committed' &&
      (await stored(world, declined.payload)).statements[0]?.payload.reason === 'NR04',
    declined.result,
  )
  const invented = await decide(world, doctor, pgx, { ...refusing, reason: 'NR98' as ReasonCode })
  account.check(
    '字典里没有的理由被拒绝',
    'a reason that the dictionary does not have is refused',
    invented.result.code === 'reason-unknown',
    invented.result,
  )

  const old = reportOf(world, 'DiagnosticReport-ultrasound')
  const first = { institution: world.first.institution, signer: world.first.doctor }
  const expired = await decide(world, first, old, { outcome: 'recognised' })
  account.check(
    '阻断：超过互认期限的超声不能被认可',
    'blocked: an ultrasound beyond its period of validity cannot be recognised',
    expired.result.code === 'recognition-blocked',
    expired.result,
  )
}

/** A report is withdrawn by its hospital; from then on every recognition of it is blocked (CITY-10). */
export const withdrawal = async (world: World, account: Account) => {
  account.heading('撤回与阻断', 'Withdrawn and blocked')
  const report = reportOf(world, 'Bundle-hla-1')
  const doctor = { institution: world.second.institution, signer: world.second.doctor }
  const { statements } = await as(world, world.first.author).get<RecordView>('reports', report.report)
  const { content: _, format: __, ...first } = statements[0]?.payload as unknown as Report
  const withdrawn: Report = {
    ...first,
    issuedAt: now(),
    version: 2,
    status: 'withdrawn',
    supersedes: report.statement,
  }
  const result = await state(world, world.first.author, 'report', withdrawn)
  account.check(
    '首家医院撤回一份组织配型报告',
    'the first hospital withdraws an HLA typing report',
    result.stage === 'committed',
    result,
  )
  const attempt = await decide(world, doctor, report, { outcome: 'recognised' })
  account.check(
    '认可已撤回的报告被账本拒绝',
    'the ledger refuses to recognise the withdrawn report',
    attempt.result.code === 'report-withdrawn',
    attempt.result,
  )
  const blocked = await decide(world, doctor, report, { outcome: 'blocked', block: 'withdrawn' })
  account.check(
    '阻断决定上链：原因“已撤回”，由合约核实',
    'the blocked decision is on the ledger: "withdrawn", verified by the contract',
    blocked.result.stage === 'committed' &&
      (await stored(world, blocked.payload)).state.outcome === 'blocked',
    blocked.result,
  )
}
