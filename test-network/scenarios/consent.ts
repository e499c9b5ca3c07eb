import type { Access, Consent, ConsentRevocation, EmergencyAccess, EmergencyReview } from '@huren/records'
import type { Account } from './account.ts'
import { reportOf } from './recognition.ts'
import { as, committed, hours, later, newId, now, type RecordView, state, type World } from './world.ts'

/** A statement that the second hospital opens a report of the first. */
const access = (
  { second }: World,
  report: Access['report'],
  ground: Pick<Access, 'consent'> | Pick<Access, 'emergency'>,
): Access => ({
  issuer: second.institution,
  issuedAt: now(),
  access: newId(),
  report,
  purpose: 'treatment',
  subject: committed('Patient/example'),
  ...ground,
})

/** The patient grants, the hospital looks, the patient revokes, the door is shut (GAP-12, CHAIN-2). */
export const consent = async (world: World, account: Account) => {
  account.heading('患者授权', 'Consent')
  const { report } = reportOf(world, 'DiagnosticReport-gingival-mass')
  const { report: other } = reportOf(world, 'Bundle-lipids')
  const grant: Consent = {
    issuedAt: now(),
    consent: newId(),
    grantor: world.patient.key.id,
    subject: committed('Patient/example'),
    grantee: world.second.institution,
    purpose: 'treatment',
    scope: 'reports',
    reports: [report],
    notBefore: now(),
    notAfter: later(hours(24)),
  }
  const granted = await state(world, world.patient, 'consent', grant)
  const open = () =>
    state(world, world.second.doctor, 'access', access(world, report, { consent: grant.consent }))
  account.check(
    '患者用自己的密钥授权第二家医院查看一份报告，为期一天',
    'the patient grants the second hospital one report for one day, with a key of their own',
    granted.stage === 'committed',
    granted,
  )
  const used = await open()
  account.check(
    '授权内的调阅被允许并上链',
    'an access within the grant is let in, and on the ledger',
    used.stage === 'committed',
    used,
  )
  const beyond = await state(
    world,
    world.second.doctor,
    'access',
    access(world, other, { consent: grant.consent }),
  )
  account.check(
    '授权之外的报告打不开',
    'a report outside the grant stays shut',
    beyond.code === 'consent-scope',
    beyond,
  )

  const revocation: ConsentRevocation = {
    issuedAt: now(),
    consent: grant.consent,
    statement: granted.id as ConsentRevocation['statement'],
    reason: 'withdrawn',
  }
  const foreign = await state(world, world.second.doctor, 'consent-revocation', revocation)
  account.check(
    '别人不能替患者撤销',
    'nobody else revokes in the patient’s place',
    foreign.stage === 'refused',
    foreign,
  )
  const revoked = await state(world, world.patient, 'consent-revocation', revocation)
  const seen = await as(world, world.patient).get<RecordView<{ revocation?: string }>>(
    'consents',
    grant.consent,
  )
  account.check(
    '患者撤销授权',
    'the patient revokes',
    revoked.stage === 'committed' && seen.state.revocation === revoked.id,
    { revoked, seen },
  )
  const after = await open()
  account.check(
    '撤销后的调阅被拒绝',
    'an access after the revocation is refused',
    after.code === 'consent-revoked',
    after,
  )
}

/** The glass is broken in an emergency, and somebody else reviews it afterwards (GAP-12). */
export const emergency = async (world: World, account: Account) => {
  account.heading('紧急调阅', 'Emergency access')
  const { report } = reportOf(world, 'DiagnosticReport-gingival-mass')
  const opening: EmergencyAccess = {
    issuer: world.second.institution,
    issuedAt: now(),
    emergency: newId(),
    subject: committed('Patient/example'),
    reports: [report],
    reason: 'unconscious',
    notAfter: later(hours(2)),
  }
  const declared = await state(world, world.second.doctor, 'emergency-access', opening)
  const ground = { emergency: opening.emergency }
  const opened = await state(world, world.second.doctor, 'access', access(world, report, ground))
  account.check(
    '患者昏迷：医生声明紧急情况并调阅，两步都上链',
    'the patient is unconscious: the doctor declares the emergency and opens the report, both on the ledger',
    declared.stage === 'committed' && opened.stage === 'committed',
    { declared, opened },
  )
  const review: EmergencyReview = {
    issuer: world.second.institution,
    issuedAt: now(),
    review: newId(),
    emergency: opening.emergency,
    outcome: 'justified',
  }
  const own = await state(world, world.second.doctor, 'emergency-review', review)
  account.check('打开者不能复核自己', 'whoever opened it cannot review it', own.stage === 'refused', own)
  const reviewed = await state(world, world.second.reviewer, 'emergency-review', review)
  const another: EmergencyReview = { ...review, review: newId() }
  const again = await state(world, world.second.reviewer, 'emergency-review', another)
  account.check(
    '另一位负责人复核：合理；一次紧急调阅只复核一次',
    'somebody else reviews it: justified; an emergency is reviewed once',
    reviewed.stage === 'committed' && again.code === 'emergency-reviewed',
    { reviewed, again },
  )
}
