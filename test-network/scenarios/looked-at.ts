import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { AccessReport } from '@huren/access-log'
import { type AccessListFile, verifyAccessList, verifyAccessReceipt } from '@huren/verify'
import type { Account } from './account.ts'
import { committed, newId, now, type World } from './world.ts'

/** The access log of a running system, and what its proofs are judged by. */
export interface AccessLogService {
  readonly url: string
  readonly token: string
  /** The trust file's text. */
  readonly trust: string
}

/** The one that `npm start` runs, found beside the central organisations' keys; undefined where it was left out. */
export const serviceBeside = async (organisations: string): Promise<AccessLogService | undefined> => {
  const read = (...path: string[]) => readFile(join(organisations, '..', ...path), 'utf8')
  try {
    const [url, token, trust] = await Promise.all([
      read('access-log', 'url'),
      read('access-log', 'token'),
      read('trust.json'),
    ])
    return { url, token, trust }
  } catch {
    return undefined
  }
}

const looks = 12
const patience = 30_000

const ask = async <T>({ url, token }: AccessLogService, path: string, body?: object) => {
  const response = await fetch(new URL(path, url), {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as T }
}

/** Asks again until the newest entries are witnessed, which takes some seconds. */
const onceWitnessed = async <T extends object>(
  service: AccessLogService,
  path: string,
  enough: (found: T) => boolean,
  body?: object,
): Promise<T> => {
  const late = Date.now() + patience
  for (;;) {
    const found = await ask<T>(service, path, body)
    if (found.status === 200 && enough(found.body)) return found.body
    if (Date.now() > late) throw new Error(`${path}: ${found.status} ${JSON.stringify(found.body)}`)
    await pause(250)
  }
}

const lookBy = ({ second }: World, patient: string): AccessReport => ({
  patient,
  event: {
    event: newId(),
    at: now(),
    institution: second.institution,
    key: second.doctor.key.id,
    consent: newId(),
    subject: committed(patient),
    study: committed('ImagingStudy/example'),
    action: 'view',
  },
})

/** What a patient asks: who looked at my images, and is that all of them? */
export const lookedAt =
  (service: AccessLogService) =>
  async (world: World, account: Account): Promise<void> => {
    account.heading('谁看过我的影像', 'Who looked at my images')
    const [mine, other] = [newId(), newId()].map((id) => `Patient/${id}`) as [string, string]
    const reports = Array.from({ length: looks }, (_, n) => lookBy(world, n % 3 === 0 ? mine : other))
    const { body } = await ask<{ results: { duplicate?: boolean }[] }>(service, 'v1/events', {
      events: reports,
    })
    account.check(
      `影像云的调阅日志服务记下 ${looks} 次调阅`,
      `the imaging cloud's access-log service takes ${looks} looks`,
      body.results.every(({ duplicate }) => duplicate === false),
      body,
    )
    const event = reports[0]?.event.event ?? ''
    const receipt = JSON.stringify(await onceWitnessed(service, `v1/events/${event}/receipt`, () => true))
    const proven = verifyAccessReceipt(receipt, service.trust)
    account.check(
      `一次调阅的回执离线验证成立：调阅日志之内，账本之内，公证见证（${receipt.length} 字节）`,
      `the receipt of one look verifies offline: in the access log, on the ledger, witnessed by the notaries (${receipt.length} bytes)`,
      proven.outcome === 'valid',
      proven.sentence,
    )
    const question = { kind: 'patient', name: mine }
    const wanted = reports.filter(({ patient }) => patient === mine).length
    const list = await onceWitnessed<AccessListFile>(
      service,
      'v1/lists',
      ({ entries }) => entries.length === wanted,
      question,
    )
    const whole = verifyAccessList(JSON.stringify(list), service.trust, { name: mine })
    account.check(
      `患者的清单恰为 ${wanted} 次，证明一次不少`,
      `the patient's list has exactly ${wanted} looks, and proves that none is left out`,
      whole.outcome === 'valid' && whole.entries.length === wanted,
      whole.sentence,
    )
    const short = JSON.stringify({ ...list, entries: list.entries.slice(1) })
    const found = verifyAccessList(short, service.trust, { name: mine })
    account.check(
      '清单少交一次即被发现',
      'a list with one look left out is found out',
      found.outcome === 'rejected',
      found.sentence,
    )
  }
