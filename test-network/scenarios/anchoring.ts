import { signStatement } from '@huren/crypto-config'
import { commit, type Envelope, newSalt, type Report } from '@huren/records'
import type { Account } from './account.ts'
import { type ExampleReport, exampleReports, moveDates } from './fhir-examples.ts'
import {
  type AnchoredReport,
  as,
  committed,
  type Hospital,
  newId,
  now,
  type RecordView,
  type World,
} from './world.ts'

interface Drafted {
  readonly envelope: Envelope
  readonly anchored: Omit<AnchoredReport, 'statement'>
}

/** The first version of a report: commitments to its bytes and to the person, nothing that can be read. */
export const reportPayload = (
  { institution }: Pick<Hospital, 'institution'>,
  { item, subject, bytes }: Pick<ExampleReport, 'item' | 'subject' | 'bytes'>,
  performedAt: Report['performedAt'],
  salt: Uint8Array,
): Report => ({
  issuer: institution,
  issuedAt: now(),
  report: newId(),
  version: 1,
  status: 'final',
  item,
  subject: committed(subject),
  content: commit(salt, bytes),
  format: 'fhir-json',
  performedAt,
})

const draft = (hospital: Hospital, example: ExampleReport, performedAt: Report['performedAt']): Drafted => {
  const salt = newSalt()
  const payload = reportPayload(hospital, example, performedAt, salt)
  const envelope = signStatement('report', payload, [hospital.author.key])
  return { envelope, anchored: { example, report: payload.report, issuer: hospital.institution, salt } }
}

const submitAs = async (world: World, { author }: Hospital, drafts: readonly Drafted[]) => {
  const envelopes = drafts.map(({ envelope }) => envelope)
  const results = await as(world, author).submit(envelopes, { wait: 60 })
  for (const [index, { id, stage }] of results.entries()) {
    const { envelope, anchored } = drafts[index] ?? {}
    if (stage !== 'committed' || !id || !envelope || !anchored) continue
    world.taken.push({ signer: author, envelope })
    world.reports.push({ ...anchored, statement: id })
  }
}

/** Reads the report back from the ledger and opens its commitment with the kept salt and the file's bytes. */
export const opens = async (
  world: World,
  { report, statement, salt }: AnchoredReport,
  bytes: Uint8Array,
): Promise<boolean> => {
  const { statements } = await as(world, world.second.doctor).get<RecordView>('reports', report)
  const view = statements.find(({ id }) => id === statement)
  return view?.payload.content === commit(salt, bytes)
}

const all = async (checks: readonly Promise<boolean>[]) => (await Promise.all(checks)).every(Boolean)

/** Every DiagnosticReport of the public FHIR examples is put on chain, as a commitment to its exact bytes. */
export const anchoring = async (world: World, account: Account) => {
  const examples = exampleReports()
  account.heading('上链', 'Reports on chain')
  account.note(
    `公开的 FHIR R4 示例中共有 ${examples.length} 份 DiagnosticReport；它们写于 2004–2017 年，日期整体平移，最新一份为昨天`,
    `the public FHIR R4 examples hold ${examples.length} DiagnosticReports; written 2004 to 2017, their dates are moved together so that the newest is a day old`,
  )
  const moved = moveDates(examples, new Date())
  const isImaging = ({ item }: ExampleReport) => item.startsWith('E')
  const laboratory = examples.filter((example) => !isImaging(example))
  const imaging = examples.filter(isImaging)
  await submitAs(
    world,
    world.first,
    laboratory.map((one) => draft(world.first, one, moved(one))),
  )
  await submitAs(
    world,
    world.second,
    imaging.map((one) => draft(world.second, one, moved(one))),
  )
  account.check(
    `全部 ${examples.length} 份已上链（检验 ${laboratory.length}，检查 ${imaging.length}）`,
    `all ${examples.length} are on the ledger (laboratory ${laboratory.length}, imaging ${imaging.length})`,
    world.reports.length === examples.length,
    world.reports.length,
  )
  const bytes = world.reports.reduce((sum, { example }) => sum + example.bytes.length, 0)
  account.check(
    `账本上的承诺值与原文逐字节相符（共 ${bytes} 字节；原文与姓名不上链）`,
    `the commitments on the ledger open with the files' exact bytes (${bytes} in all; no text and no name is on the ledger)`,
    await all(world.reports.map((report) => opens(world, report, report.example.bytes))),
  )
}
