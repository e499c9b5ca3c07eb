import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AccessLog, type AccessReport } from '@huren/access-log'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway, signedBy } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import type { AccessEvent, InstitutionId, SigningKey } from '@huren/records'
import { type AccessListFile, verifyAccessList, verifyAccessReceipt } from '@huren/verify'
import tap, { test } from 'tap'
import { startSystem, temporaryFolder } from '../dev-env/system.ts'
import { type AccessService, startService } from './access-service.ts'
import { insist, joinCloud, joinHospital } from './cast.ts'
import { committed, hours, type ImagingCloud, later, newId, newSigner, now, type World } from './world.ts'

tap.setTimeout(170_000)

const folder = await temporaryFolder()
const system = await startSystem({ data: join(folder.path, 'system'), without: ['explorer'] })
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

test('INT-28: a receipt for one access nests, down to the witnessed log, and verifies offline', async (t) => {
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

test('PAT-8 CITY-3: everyone who looked at my images, and that is all of them', async (t) => {
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
