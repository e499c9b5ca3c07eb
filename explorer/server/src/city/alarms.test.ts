import { test } from 'tap'
import { certificateWith, feedWith } from '../testing/city.ts'
import { alarmsOf, type Watched } from './alarms.ts'
import { known, unknown } from './known.ts'
import type { Survey } from './survey.ts'

const now = Date.parse('2026-11-21T08:00:00.000Z')
const at = new Date(now).toISOString()
const day = 86_400_000
const healthy: Survey = {
  site: {
    city: '4401',
    name: { zh: '广州', en: 'Guangzhou' },
    feed: 'feed.json',
    gateway: 'http://127.0.0.1:8080',
  },
  feed: known(feedWith({ backups: [{ at, file: 'b', sha256: 'ab', bytes: 1 }] }), at),
  gateway: known({
    ready: true,
    ledgerHeight: 12,
    indexLag: 0,
    queueWritable: true,
    version: '1',
    chaincode: 'huren',
  }),
  load: known({ queued: 3, queuedBytes: 900, deadLetters: 0, accepted: 5, streams: 0 }),
  served: [],
}
const watch = (survey: Partial<Survey>, more: Partial<Watched> = {}) =>
  alarmsOf(
    { surveys: [{ ...healthy, ...survey }], certificates: [], notaries: [], trouble: undefined, ...more },
    now,
  )

test('CITY-33: good health raises nothing; nothing that is not configured is an alarm', async (t) => {
  t.same(watch({}), [])
  const { feed: _feed, gateway: _gateway, ...site } = healthy.site
  const absent = unknown('没有配置', 'not configured')
  t.same(watch({ site, feed: absent, gateway: absent, load: absent }), [])
})

test('CITY-33 CHAIN-34: each thing that is wrong is said, with what it is about', async (t) => {
  const silent = unknown('没有回应', 'does not answer')
  t.match(watch({ feed: silent }), [{ severity: 'problem', source: 'feed', where: '4401' }])
  const old = known(feedWith({ backups: [] }), new Date(now - 3_600_000).toISOString())
  t.match(watch({ feed: old }), [
    { severity: 'warning', source: 'backup', en: /knows of no backup/ },
    { severity: 'warning', source: 'feed', en: /60 minutes old/ },
  ])
  const weeks = known(
    feedWith({ backups: [{ at: '2026-11-01T00:00:00Z', file: 'b', sha256: '', bytes: 1 }] }),
    at,
  )
  t.match(watch({ feed: weeks }), [{ source: 'backup', en: /over eight days/ }])
  const lost = { severity: 'problem', where: 'peer0', zh: '未运行', en: 'not running' } as const
  const found = known(feedWith({ findings: [lost], backups: [{ at, file: '', sha256: '', bytes: 0 }] }), at)
  t.match(watch({ feed: found }), [{ ...lost, source: 'node' }])
  t.match(watch({ gateway: silent }), [{ severity: 'problem', source: 'gateway' }])
  const stuck = {
    ready: false,
    ledgerHeight: null,
    indexLag: null,
    queueWritable: false,
    version: '',
    chaincode: '',
  }
  t.match(watch({ gateway: known(stuck) }), [
    { en: 'not ready: it does not reach the ledger, its queue takes no writes' },
  ])
  const dead = known({ queued: 0, queuedBytes: 0, deadLetters: 7, accepted: 0, streams: 0 })
  t.match(watch({ load: dead }), [{ severity: 'warning', en: /^7 dead letters/ }])
  t.match(watch({}, { trouble: 'refused' }), [{ severity: 'problem', source: 'ledger' }])
})

test('CHAIN-34: certificates: thirty days, ended, renewed; as served and as in the blocks', async (t) => {
  const until = (days: number) => new Date(now + days * day + 1000).toISOString()
  const row = (notAfter: string, replaced = false) => ({
    ...certificateWith({ notAfter }),
    seen: 0,
    replaced,
  })
  const certificates = [row(until(200)), row(until(12)), row(until(-1)), row(until(-5), true)]
  t.match(watch({}, { certificates }), [
    { severity: 'problem', source: 'certificate', where: 'SupervisorMSP/peer0.supervisor.huren.local' },
    { severity: 'warning', en: 'the certificate has 12 days left' },
  ])
  t.equal(watch({}, { certificates }).length, 2, 'one that was replaced may end')
  const served = (notAfter: string) => known({ name: 'peer0', issuer: 'ca', notBefore: at, notAfter })
  t.match(watch({ served: [{ address: 'peer:9051', certificate: served(until(29)) }] }), [
    { severity: 'warning', where: 'peer:9051' },
  ])
  t.same(watch({ served: [{ address: 'peer:9051', certificate: served(until(31)) }] }), [])
})

test('notaries: silent, stopped, and their own alarms; what is none of these is passed over', async (t) => {
  const notary = {
    url: 'n',
    answers: true,
    health: { status: 'ok' },
    checkpoint: undefined,
    witnessed: undefined,
    alarms: [],
  }
  t.same(watch({}, { notaries: [notary] }), [])
  t.match(watch({}, { notaries: [{ ...notary, answers: false }] }), [
    { severity: 'problem', source: 'notary' },
  ])
  t.match(watch({}, { notaries: [{ ...notary, health: { status: 'stopped' } }] }), [
    { en: /stopped following/ },
  ])
  const raised = { kind: 'split-view', at: '2026-11-20T00:00:00.000Z', detail: 'two roots' }
  const [alarm, ...others] = watch({}, { notaries: [{ ...notary, alarms: [raised, '<script>', null] }] })
  t.match(alarm, { severity: 'problem', at: raised.at, en: 'split-view: two roots' })
  t.same(others, [])
})
