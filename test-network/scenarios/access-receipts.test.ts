import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { AccessLog, type AccessReport } from '@huren/access-log'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway, signedBy } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import {
  type AccessEvent,
  type Erasure,
  type InstitutionId,
  parseEnvelope,
  type Report,
  type SigningKey,
} from '@huren/records'
import {
  type AccessListFile,
  verifyAccessList,
  verifyAccessReceipt,
  verifyReconciliation,
} from '@huren/verify'
import tap, { test } from 'tap'
import { sharedSystem } from '../dev-env/shared.ts'
import { hurenMain, temporaryFolder } from '../dev-env/system.ts'
import { type AccessService, startService, supervisorToken, token } from './access-service.ts'
import { insist, joinCloud, joinHospital } from './cast.ts'
import { committed, hours, type ImagingCloud, later, newId, newSigner, now, type World } from './world.ts'

tap.setTimeout(170_000)

const folder = await temporaryFolder()
const system = await sharedSystem(join(folder.path, 'system'))
const gateway = new Gateway({ url: system.url })
const centrals: World['centrals'] = await loadCentrals(system.folders.organisations)
const taken: World['taken'] = []
const joined = { gateway, taken, centrals }
const hospital = await joinHospital(joined, '4403')
const cloud: ImagingCloud = await joinCloud(joined, '4401')
const services: AccessService[] = []

tap.teardown(async () => {
  for (const service of services) await service.close()
  await system.stop()
  await folder.remove()
})

/** The hospital keeps a log of its own, with a key for it. */
const hospitalKey = newSigner()
const registration: SigningKey = {
  issuer: hospital.institution,
  issuedAt: now(),
  institution: hospital.institution,
  key: hospitalKey.key.id,
  algorithm: hospitalKey.key.algorithm,
  publicKey: hospitalKey.key.publicKey,
  uses: ['access-log'],
  notBefore: now(),
  notAfter: later(hours(1000)),
  holder: committed('log'),
}
await insist(gateway, taken, hospital.administration, [
  signStatement('signing-key', registration, [hospital.administration.key]),
])
const start = async (name: string, institution: InstitutionId, { key }: typeof hospitalKey) => {
  const service = await startService({ folder: join(folder.path, name), system, institution, key })
  services.push(service)
  return service
}
const cloudLog = await start('cloud', cloud.institution, cloud.log)
const trust = await readFile(system.notaries?.trust ?? '', 'utf8')

/** The command line, in a process of its own. */
const huren = (...words: string[]) => promisify(execFile)(process.execPath, [hurenMain, ...words])

const look = (patient: string, change: Partial<AccessEvent> = {}): AccessReport => ({
  patient,
  event: {
    event: newId(),
    at: now(),
    institution: hospital.institution,
    key: hospital.doctor.key.id,
    consent: newId(),
    subject: committed(patient),
    study: committed('study'),
    action: 'view',
    ...change,
  },
})
const zhang = '01:440106199001010011'
const events = Array.from({ length: 30 }, (_, n) => look(n % 3 === 0 ? zhang : `person ${n % 7}`))

test('a receipt for one access nests, down to the witnessed log, and verifies offline', async (t) => {
  const { results } = await cloudLog.call<{ results: { index: number }[] }>('/v1/events', { events })
  t.equal(results.length, 30)
  await cloudLog.witnessed()
  const { event } = events[12]!
  const receipt = JSON.stringify(await cloudLog.call(`/v1/events/${event.event}/receipt`))
  const verdict = verifyAccessReceipt(receipt, trust)
  t.equal(verdict.outcome, 'valid', verdict.sentence.en)
  t.match(verdict, { entry: { index: 12, event }, log: { issuer: cloud.institution } })
  t.ok(receipt.length < 20_000, `${receipt.length} bytes`)
})

const list = async (name: string, kind = 'patient', after = 0): Promise<AccessListFile> =>
  cloudLog.call('/v1/lists', { kind, name, ...(after > 0 && { after }) })

test('CITY-3 CSEC-1 PAT-8: everyone who looked at my images, and that is all of them', async (t) => {
  const mine = await list(zhang)
  const verdict = verifyAccessList(JSON.stringify(mine), trust, { name: zhang })
  t.equal(verdict.outcome, 'valid', verdict.sentence.en)
  t.match(verdict, { entries: { length: 10 } })
  const short = { ...mine, entries: mine.entries.toSpliced(4, 1) }
  t.equal(verifyAccessList(JSON.stringify(short), trust, { name: zhang }).outcome, 'rejected')
  t.match(verifyAccessList(JSON.stringify(mine), trust, { name: 'person 1' }), { code: 'list-name' })
  const nobody = await list('nobody')
  t.match(verifyAccessList(JSON.stringify(nobody), trust, { name: 'nobody' }), {
    outcome: 'valid',
    entries: { length: 0 },
  })
  const all = JSON.stringify(await list(hospital.institution, 'institution', 25))
  t.match(verifyAccessList(all, trust, { name: hospital.institution }), {
    outcome: 'valid',
    after: { count: 25 },
    entries: { length: 5 },
  })
})

test('an erased access: the tree is whole, receipt and list say "erased on …, integrity intact"', async (t) => {
  const { event } = events[3]!.event
  await cloudLog.call(`/v1/events/${event}/erasure`, { reason: 'subject-request' })
  await cloudLog.witnessed()
  const receipt = JSON.stringify(await cloudLog.call(`/v1/events/${event}/receipt`))
  const verdict = verifyAccessReceipt(receipt, trust)
  t.match(verdict, { outcome: 'valid', entry: { index: 3, erased: { reason: 'subject-request' } } })
  t.match(JSON.stringify(verdict), /已于 .* 删除，完整性未受影响.*erased on .*; integrity intact/)
  t.notOk(JSON.parse(receipt).entry.event, 'only the commitment is left')
  const mine = verifyAccessList(JSON.stringify(await list(zhang)), trust, { name: zhang })
  t.match(mine, { outcome: 'valid', entries: { length: 11 } })
  await cloudLog.context.log.verify()
})

test('two-sided reconciliation: what one side left out is found, signed, and read by the regulator', async (t) => {
  const hospitalLog = await start('hospital', hospital.institution, hospitalKey)
  const known = events.map(({ event }) => event)
  const [unsaid, another] = [look(zhang), look('person 5')]
  const changed = { ...known[9]!, action: 'download' } as const
  const own = [...known.toSpliced(9, 1, changed).slice(1), unsaid.event]
  await hospitalLog.call('/v1/events', { events: own.map((event) => ({ event, patient: 'x' })) })
  await cloudLog.call('/v1/events', { events: [another] })
  await Promise.all([hospitalLog.witnessed(), cloudLog.witnessed()])
  const question = { kind: 'institution', name: hospital.institution }
  const ownList = await hospitalLog.call<object>('/v1/lists', question)
  const body = { institution: hospital.institution, list: ownList, settle: 0 }
  const summary = await cloudLog.call<{ id: string }>('/v1/reconciliations', body)
  t.match(summary, {
    matched: 28,
    open: 0,
    counts: { 'missing-at-cloud': 1, 'missing-at-hospital': 2, different: 1, repeated: 0 },
  })
  t.match(await cloudLog.call('/v1/reconciliations'), { items: [{ id: summary.id }] })
  const file = await cloudLog.call<{ findings: object[] }>(`/v1/reconciliations/${summary.id}`)
  const verdict = verifyReconciliation(JSON.stringify(file), trust)
  t.equal(verdict.outcome, 'valid', verdict.sentence.en)
  t.match(
    Object.fromEntries(
      verdict.outcome === 'valid' ? verdict.findings.map(({ event, kind }) => [event, kind]) : [],
    ),
    {
      [unsaid.event.event]: 'missing-at-cloud',
      [another.event.event]: 'missing-at-hospital',
      [known[0]!.event]: 'missing-at-hospital',
      [changed.event]: 'different',
    },
  )
  const less = { ...file, findings: file.findings.slice(1) }
  t.match(verifyReconciliation(JSON.stringify(less), trust), { code: 'reconciliation-differs' })
  t.match(await cloudLog.call('/v1/reconciliations', { ...body, list: { ...ownList, entries: [] } }), {
    code: 'list-invalid',
  })

  const at = (name: string) => join(folder.path, name)
  await writeFile(at('regulator'), supervisorToken)
  const regulator = ['--url', cloudLog.url, '--token-file', at('regulator')]
  const { stdout: seen } = await huren('access', 'reports', ...regulator)
  t.match(JSON.parse(seen), { items: [{ id: summary.id, counts: { 'missing-at-cloud': 1 } }] })
  const { stdout: report } = await huren('access', 'reports', summary.id, ...regulator)
  await writeFile(at('report.json'), report)
  const trusting = ['--trust', system.notaries?.trust ?? '']
  const { stdout } = await huren('access', 'verify', at('report.json'), ...trusting)
  t.match(stdout, /核对报告成立。 The report holds\. \[valid\]/)
  await t.rejects(
    huren('access', 'receipt', unsaid.event.event, ...regulator),
    { code: 4 },
    'no more than that',
  )
})

test('huren access: append, receipt, list, verify on the command line', async (t) => {
  const at = (name: string) => join(folder.path, name)
  const files = { 'me.txt': zhang, token, 'looks.jsonl': `${JSON.stringify(look(zhang))}\n` }
  for (const [name, text] of Object.entries(files)) await writeFile(at(name), text)
  const service = ['--url', cloudLog.url, '--token-file', at('token')]
  const trusting = ['--trust', system.notaries?.trust ?? '']
  t.match((await huren('access', 'append', at('looks.jsonl'), ...service)).stdout, /1 appended, 0 were there/)
  t.match((await huren('access', 'append', at('looks.jsonl'), ...service)).stdout, /0 appended, 1 were there/)
  await cloudLog.witnessed()
  await huren('access', 'list', '--patient-file', at('me.txt'), '--out', at('mine'), ...service)
  const verified = await huren('access', 'verify', at('mine'), '--patient-file', at('me.txt'), ...trusting)
  t.match(verified.stdout, /清单完整，证明成立。.*\[valid\]/)
  t.match(verified.stdout, /integrity intact/)
  const asks = (id: string) =>
    huren('access', 'verify', at('mine'), '--patient-file', at('me.txt'), ...trusting, '--event', id)
  t.match(await asks(events[0]!.event.event), { stdout: /一条不少/ })
  const another = await asks(events[1]!.event.event).catch((error: unknown) => error)
  t.match(another, { code: 1, stdout: /\[access-missing\]/ }, 'it stands in another list')
  const { event } = events[12]!.event
  await huren('access', 'receipt', event, '--out', at('look'), ...service)
  t.match((await huren('access', 'verify', at('look'), ...trusting)).stdout, /\[valid\]/)
})

test('an erased report: its receipt verifies on the command line and says so in both languages', async (t) => {
  const performedAt = now()
  const report: Report = {
    issuer: hospital.institution,
    issuedAt: performedAt,
    report: newId(),
    version: 1,
    status: 'final',
    item: 'L00001' as Report['item'],
    subject: committed(zhang),
    content: committed('report'),
    format: 'fhir-json',
    performedAt,
  }
  const stated = signStatement('report', report, [hospital.author.key])
  await insist(gateway, taken, hospital.author, [stated])
  const { id } = parseEnvelope(JSON.stringify(stated))
  const erasure: Erasure = {
    issuer: hospital.institution,
    issuedAt: now(),
    target: id,
    record: report.report,
    erased: 'salt-and-record',
    reason: 'subject-request',
    erasedAt: now(),
  }
  await insist(gateway, taken, hospital.administration, [
    signStatement('erasure', erasure, [hospital.administration.key]),
  ])
  const { urls, trust: trustFile } = system.notaries ?? { urls: [], trust: '' }
  const path = join(folder.path, 'erased.receipt')
  const verified = async (): Promise<string> => {
    const words = ['receipt', 'get', id, '--notary', urls.at(-1) ?? '', '--out', path]
    const got = await huren(...words).catch(() => undefined)
    const stdout = got && (await huren('receipt', 'verify', path, '--trust', trustFile)).stdout
    return stdout?.includes('integrity intact') ? stdout : pause(500).then(verified)
  }
  const stdout = await verified()
  t.match(stdout, `内容已于 ${erasure.erasedAt} 删除，完整性未受影响。`)
  t.match(stdout, `Its content was erased on ${erasure.erasedAt}; integrity intact.`)
})

test('CHAIN-2: a log that lost what the ledger has seen is not anchored any more', async (t) => {
  const seed = Buffer.alloc(32, 1)
  const dataDir = join(folder.path, 'fork', 'data', 'log')
  const forged = await AccessLog.open({ dataDir, seed, log: cloudLog.context.log.id })
  await forged.appendAll(events.toReversed())
  const { anchored } = cloudLog.context.anchor.state
  const payload = await forged.checkpointPayload({
    issuer: cloud.institution,
    issuedAt: now(),
    previousSize: 0,
  })
  const [refused] = await gateway
    .as(signedBy(cloud.log.key))
    .submit([signStatement('access-log-checkpoint', payload, [cloud.log.key])], { wait: 30 })
  t.match(refused, { stage: 'refused' })
  t.match(refused?.code, /^log-(fork|size)$/)
  t.equal(cloudLog.context.anchor.state.anchored, anchored)
  await forged.close()
})
