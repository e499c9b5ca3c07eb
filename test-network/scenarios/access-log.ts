import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AccessLog, type AccessReport, leafHash, verifyInclusion } from '@huren/access-log'
import type { AccessLogCheckpoint, Consent, RecordId } from '@huren/records'
import { temporaryFolder } from '../dev-env/system.ts'
import type { Account } from './account.ts'
import { as, committed, newId, now, type RecordView, state, type World } from './world.ts'

/** Looks at images, in two portions: a checkpoint is anchored after each. */
const looks = { first: 50, then: 75 }

const lookAt = ({ second }: World, consent: RecordId): AccessReport => ({
  patient: 'Patient/example',
  event: {
    event: newId(),
    at: now(),
    institution: second.institution,
    key: second.doctor.key.id,
    consent,
    subject: committed('Patient/example'),
    study: committed('ImagingStudy/example'),
    action: 'view',
  },
})

/** The patient's grant, as the ledger has it. */
const grantOf = async (world: World): Promise<RecordId> => {
  const { items } = await as(world, world.patient).page<{ payload: Consent }>('consents')
  const [grant] = items
  if (!grant) throw new Error('the ledger has no consent of the patient')
  return grant.payload.consent
}

const anchor = async ({ cloud, ...world }: World, log: AccessLog, previousSize: number) => {
  const payload: AccessLogCheckpoint = await log.checkpointPayload({
    issuer: cloud.institution,
    issuedAt: now(),
    previousSize,
  })
  return { payload, result: await state(world, cloud.log, 'access-log-checkpoint', payload) }
}

const rootOnLedger = async (world: World, log: RecordId) => {
  const { state: head } = await as(world, world.second.doctor).get<RecordView<{ root: string }>>(
    'access-logs',
    log,
  )
  return Buffer.from(head.root, 'hex')
}

/** An anchored root proves each entry that it covers. */
const isProven = async (world: World, log: AccessLog, index: number) =>
  verifyInclusion(
    leafHash(await log.commitment(index)),
    index,
    log.size,
    await log.inclusionProof(index),
    await rootOnLedger(world, log.id),
  )

const told = async (world: World, account: Account, folder: string) => {
  const seed = randomBytes(32)
  const log = await AccessLog.open({ dataDir: join(folder, 'log'), seed })
  const forged = await AccessLog.open({ dataDir: join(folder, 'forged'), seed, log: log.id })
  try {
    const consent = await grantOf(world)
    const events = Array.from({ length: looks.first + looks.then }, () => lookAt(world, consent))
    await log.appendAll(events.slice(0, looks.first))
    const first = await anchor(world, log, 0)
    await log.appendAll(events.slice(looks.first))
    const second = await anchor(world, log, looks.first)
    account.check(
      `影像云的调阅日志两次锚定：先 ${looks.first} 次调阅，后共 ${events.length} 次`,
      `the imaging cloud anchors its access log twice: after ${looks.first} looks and after ${events.length}`,
      first.result.stage === 'committed' && second.result.stage === 'committed',
      [first.result, second.result],
    )
    account.check(
      '第 7 次调阅由账本上的根哈希证明（RFC 9162 包含证明）',
      'the seventh look is proven by the root on the ledger (inclusion proof, RFC 9162)',
      await isProven(world, log, 6),
    )
    await forged.appendAll([...events.slice(1), ...events.slice(0, 1), lookAt(world, consent)])
    const forgery = await anchor(world, forged, events.length)
    account.check(
      '改写过历史的日志，即使由影像云自己签名，检查点也被拒绝',
      'a checkpoint of a log with its history rewritten is refused, though the cloud itself signed it',
      forgery.result.code === 'log-fork',
      forgery.result,
    )
  } finally {
    await log.close()
    await forged.close()
  }
}

/** The imaging cloud anchors its log of looks at images; a forged checkpoint is refused. */
export const accessLog = async (world: World, account: Account) => {
  account.heading('调阅日志', 'Access log')
  const folder = await temporaryFolder()
  await told(world, account, folder.path).finally(folder.remove)
}
