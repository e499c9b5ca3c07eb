import { instant, item, newCommitment, newDigest, newRecordId, reason, World } from '@huren/contracts/testing'
import type { StatementId } from '@huren/records'

/** An invocation of the contracts, and what they answered in memory. */
export interface Step {
  readonly name: string
  readonly args: readonly string[]
  readonly answer: string
}

const hour = 3_600_000

/** Runs the contracts in memory and keeps what went in and what came out. */
class Recorder extends World {
  readonly steps: Step[] = []

  async step(name: string, ...args: string[]): Promise<string> {
    const { payload } = await this.ledger.submit({ args: [name, ...args], now: this.now })
    this.steps.push({ name, args, answer: payload })
    return payload
  }
  override async call(name: string, ...args: string[]) {
    return JSON.parse(await this.step(name, ...args))
  }
}

/**
 * A story through several families: the consortium is founded, hospitals join, a report is stated, recognised, amended;
 * a patient grants access and revokes it; a referral goes its way. Among it what must be refused and what comes twice.
 */
export const tellStory = async () => {
  const world = new Recorder('SM2-SM3')
  world.now = Date.now()
  await world.bootstrap()
  const common = { version: 1, effectiveFrom: instant(world.now), document: newDigest() }
  await world.commit(
    world.govern('catalogue-item', { item, kind: 'laboratory', ...common, status: 'active', validDays: 90 }),
  )
  await world.commit(
    world.govern('recognition-rule', {
      ...common,
      minimumLevel: 'secondary',
      scope: 'province',
      qualityRequired: false,
    }),
  )
  await world.commit(world.govern('reason-dictionary', { ...common, reasons: [reason] }))
  const hospital = await world.admit('GD-4401-00012', { level: 'tertiary' })
  const other = await world.admit('GD-4403-00007', { level: 'secondary', city: '4403' })
  const reports = Array.from({ length: 20 }, () => world.report(hospital, { report: newRecordId() }))
  const results = await world.submit(...reports)
  const [first] = results
  const report = JSON.parse(reports[0]?.text ?? '')
  const { report: reportId } = JSON.parse(Buffer.from(report.payload, 'base64').toString('utf8'))
  const decision = (statement: StatementId | null | undefined, changes: object = {}) =>
    world.by(other, 'decision', {
      ...{ decision: newRecordId(), report: reportId, statement, item, rule: 1, outcome: 'recognised' },
      ...{ moment: 'order', subject: newCommitment(), encounter: newCommitment(), ...changes },
    })
  const recognised = decision(first?.id)
  await world.submit(
    recognised,
    decision(first?.id, { rule: 7 }),
    decision(first?.id, { outcome: 'not-recognised', reason, dictionary: 1 }),
  )
  await world.submit(recognised)
  await world.submit(world.report({ ...hospital, key: other.key }))
  const patient = await world.bind(hospital)
  const consent = newRecordId()
  const period = { notBefore: instant(world.now), notAfter: instant(world.now + hour) }
  const granted = { consent, grantor: patient.id, subject: newCommitment(), grantee: other.id }
  const scope = { purpose: 'treatment', scope: 'all', ...period }
  const [grant] = await world.submit(world.sign('consent', { ...granted, ...scope }, patient))
  const revocation = { consent, statement: grant?.id, reason: 'withdrawn' }
  await world.submit(
    world.sign('consent-revocation', revocation, hospital.key),
    world.sign('consent-revocation', revocation, patient),
  )
  const log = { log: newRecordId(), size: 3, root: newDigest(), previousSize: 0, consistency: [] }
  const cloud = await world.admit('GD-4401-00500', { kind: 'imaging-cloud' })
  await world.submit(world.by(cloud, 'access-log-checkpoint', log))
  const referral = {
    referral: newRecordId(),
    from: hospital.id,
    to: other.id,
    subject: newCommitment(),
    urgency: 'routine',
  }
  const proposal = { ...referral, step: 'propose', documents: newCommitment() }
  const [proposed] = await world.submit(world.by(hospital, 'referral', proposal))
  const acceptance = { ...referral, step: 'accept', previous: proposed?.id }
  await world.submit(world.by(hospital, 'referral', acceptance), world.by(other, 'referral', acceptance))
  const queries: [string, ...string[]][] = [
    ['Registry:institution', hospital.id],
    ['Registry:institutions'],
    ['Registry:item', item],
    ['Report:get', reportId],
    ['Consent:get', consent],
    ['AccessLog:get', log.log],
    ['Referral:get', referral.referral],
    ['Report:get', newRecordId()],
  ]
  return { steps: world.steps, queries }
}
