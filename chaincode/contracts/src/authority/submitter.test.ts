import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { centralOrganisations, ensureOrganisation, issueIdentity } from '@huren/crypto-config'
import { common, msp } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { newRecordId, populated } from '../testing/world.ts'
import { centralMspIds, ownRecordPolicy } from './own-records.ts'

test('CHAIN-56: an institution submits its own statements with the identity of its certificate', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'huren-submitter-'))
  const none = { peers: [], orderers: [], users: [], hosts: [] }
  await ensureOrganisation(dir, { mspId: 'GuangzhouMSP', domain: 'guangzhou.huren.local', ...none })
  const identity = async (institution?: string) => {
    const attributes = institution && { attributes: { 'huren.institution': institution } }
    return (await issueIdentity(dir, { commonName: 'hospital', ou: 'client', ...attributes })).certificate
  }
  const { world, hospital: own, other } = await populated()
  const report = newRecordId()
  const [mine, theirs] = [world.report(own, { report }), world.report(other)]
  const submitAt = (mspId: string, certificate: string, ...statements: (typeof mine)[]) =>
    world.ledger.endorse({
      args: ['Report:submit', ...statements.map(({ text }) => text)],
      now: world.now,
      certificate,
      mspId,
    })
  const submit = (certificate: string, ...statements: (typeof mine)[]) =>
    submitAt('ConsensusOneMSP', certificate, ...statements)
  const hospital = await identity(own.id)
  t.match(await submit(hospital, mine), { status: 200 })
  t.match(await submit(hospital, mine, theirs), {
    status: 500,
    message: /submitter-mismatch: statement 2: the submitting identity is GD-4401-00012's/,
    writes: [],
  })
  t.match(await submit(await identity(), mine, theirs), { status: 200 }, "an organisation's own gateway")

  const atCity = await submitAt('GuangzhouMSP', hospital, mine)
  t.strictSame(
    atCity.policies,
    [[`report/${report}`, Buffer.from(ownRecordPolicy('GuangzhouMSP')).toString('base64')]],
    "a city's own record is bound",
  )
  t.strictSame((await submit(hospital, mine)).policies, [], 'not where a central organisation certified it')
  const gateway = await identity()
  t.strictSame((await submitAt('GuangzhouMSP', gateway, mine)).policies, [], "nor by a city's gateway")
  const first = await world.commit(mine)
  const amended = world.report(own, { report, version: 2, status: 'amended', supersedes: first })
  const later = await submitAt('GuangzhouMSP', hospital, amended)
  t.match(later, { status: 200, writes: { length: 1 }, policies: [] }, 'once, when it comes into being')
})

test('the policy of a city’s own record names the city, and the central organisations', async (t) => {
  const read = common.SignaturePolicyEnvelope.deserializeBinary(ownRecordPolicy('GuangzhouMSP'))
  const names = read.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(Buffer.from(principal.getPrincipal_asU8()))
    return [role.getMspIdentifier(), role.getRole()]
  })
  const { PEER } = msp.MSPRole.MSPRoleType
  t.strictSame(
    names,
    ['GuangzhouMSP', ...centralMspIds].map((name) => [name, PEER]),
  )
  const named = centralOrganisations.map(({ mspId }) => mspId)
  t.strictSame(centralMspIds, named, 'as crypto-config names them')
})
