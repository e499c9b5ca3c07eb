import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newRecordId } from '@huren/contracts/testing'
import { StatusCode } from '@hyperledger/fabric-gateway'
import tap, { test } from 'tap'
import { prepare } from '../../load/setup.ts'
import { contractsOn, submitBatch } from '../../load/submit.ts'
import { connectAs } from '../connect.ts'
import type { Organisation } from '../description/consortium.ts'
import { peersOf } from '../description/nodes.ts'
import { nodeLayout } from '../material/layout.ts'
import { readProposal } from '../proposal/file.ts'
import { propose } from '../proposal/propose.ts'
import { eventually } from '../run/health.ts'
import { stop } from '../run/process.ts'
import { fabricMissing, freePorts, temporaryNetwork } from '../testing/network.ts'
import { networkAt } from '../testing/told.ts'
import { examine } from '../watch/doctor.ts'
import { addressOf, enrol, reenrol, register } from './identity.ts'
import { ensureMembers, renewMember } from './members.ts'
import { authorityProcess } from './server.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing(['fabric-ca-server', 'fabric-ca-client'])

const cityOf = async (): Promise<Organisation> => {
  const [port = 0, operationsPort = 0, chaincodePort = 0, , authority = 0, operations = 0] =
    await freePorts(6)
  return {
    name: 'guangzhou',
    mspId: 'GuangzhouMSP',
    domain: 'guangzhou.huren.local',
    dataCentre: 'guangzhou',
    orderers: [],
    peers: [{ name: 'peer0', host: '127.0.0.1', port, operationsPort, chaincodePort }],
    authority: { host: '127.0.0.1', port: authority, operationsPort: operations },
  }
}

test(
  'CHAIN-8, CHAIN-55, CHAIN-56: identities from fabric-ca; a revoked one is refused',
  {
    skip,
  },
  async (t) => {
    const city = await cityOf()
    const { network, remove } = await temporaryNetwork({ identities: 'fabric-ca' }, (consortium) => ({
      ...consortium,
      cities: [city],
    }))
    t.teardown(remove)
    const ready = await prepare(network)
    t.teardown(async () => ready.close())
    const [one] = network.consortium.organisations
    const peer = peersOf(network.consortium).find(({ organisation }) => organisation.mspId === city.mspId)
    const [first, second] = ready.authors
    if (!one || !peer || !first || !second) throw new Error('a city, and two hospitals')
    const bytesOf = (pem: string) => new X509Certificate(pem).raw.toString('latin1')
    const ofNode = readFileSync(nodeLayout(network.workspace.material, peer).certificate, 'utf8')
    t.match(bytesOf(ofNode), '"hf.EnrollmentID":"peer0.guangzhou.huren.local"', 'fabric-ca certified a node')

    const name = first.hospital.id
    const hospital = { name, role: 'client', attributes: { 'huren.institution': name } } as const
    const secret = await register(network, city, hospital)
    await t.rejects(register(network, city, hospital), {
      code: 'authority-refused',
      message: /already registered/,
    })
    const address = addressOf(network, city)
    await t.rejects(enrol(address, { name, secret: 'wrong' }), { code: 'authority-refused' })
    const enrolled = await enrol(address, { name, secret })
    await t.rejects(enrol(address, { name, secret }), { code: 'authority-refused' }, 'a password serves once')
    t.match(bytesOf(enrolled.certificate), `"huren.institution":"${name}"`, 'attributes in the certificate')
    t.match(new X509Certificate(enrolled.certificate).subject, /OU=client/)

    const as = (identity: typeof enrolled) => {
      const connection = connectAs(network, peer, { mspId: city.mspId, ...identity })
      t.teardown(async () => connection.close())
      return contractsOn(connection.gateway)
    }
    const submits = async (identity: typeof enrolled) => {
      const { text } = first.world.report(first.hospital, { report: newRecordId() })
      return (await submitBatch(as(identity), 'Report:submit', [text])).map(({ outcome }) => outcome)
    }
    t.strictSame(await eventually(60, () => submits(enrolled)), ['committed'], 'a hospital as itself')
    await t.test(
      'CHAIN-59: a city’s own record is changed by that city and one central organisation',
      async (t) => {
        const report = newRecordId()
        const { world, hospital } = first
        const begin = world.report(hospital, { report })
        // a gateway peer that has not met the others' peers yet answers UNAVAILABLE
        const [stated] = await eventually(60, () => submitBatch(as(enrolled), 'Report:submit', [begin.text]))
        let head = stated?.id
        const [central] = ready.contracts
        if (!head || !central) throw new Error('the report is stated')
        const amend = async (version: number, organisations?: string[]) => {
          const { text } = world.report(hospital, { report, version, status: 'amended', supersedes: head })
          const endorsing = organisations && { endorsingOrganizations: organisations }
          const proposal = () => central.newProposal('Report:submit', { arguments: [text], ...endorsing })
          const endorsed = await eventually(60, () => proposal().endorse())
          const { code } = await (await endorsed.submit()).getStatus()
          if (code === StatusCode.VALID)
            head = JSON.parse(Buffer.from(endorsed.getResult()).toString('utf8'))[0].id
          return code
        }
        const [a, b, c] = network.consortium.organisations.map(({ mspId }) => mspId) as [
          string,
          string,
          string,
        ]
        t.equal(
          await amend(2, [a, c]),
          StatusCode.ENDORSEMENT_POLICY_FAILURE,
          'two central organisations cannot',
        )
        t.equal(await amend(2, [city.mspId, b]), StatusCode.VALID, 'the city and one of them can')
        t.equal(await amend(3, [a, b, c]), StatusCode.VALID, 'all three of them can')
        t.equal(await amend(4), StatusCode.VALID, 'a gateway finds out by itself whom it needs')
      },
    )
    const others = second.world.report(second.hospital, { report: newRecordId() }).text
    const lent = as(enrolled).newProposal('Report:submit', { arguments: [others] })
    t.match(JSON.stringify(await lent.endorse().catch((error: unknown) => error)), 'submitter-mismatch')
    const renewed = await reenrol(address, enrolled)
    t.not(renewed.privateKey, enrolled.privateKey, 'a new key')
    t.strictSame(await submits(renewed), ['committed'], 'enrolled again')

    const { root } = network.workspace
    const file = join(root, 'revoke.json')
    const huren = networkAt(root)
    await huren('identity', 'revoke', '--organisation', city.name, '--name', name, '--out', file)
    const { operation } = readProposal(file)
    if (operation.kind !== 'revoke') throw new Error('the proposal is a revocation')
    await t.rejects(
      reenrol(address, renewed),
      { code: 'authority-refused' },
      'the authority knows it no more',
    )
    t.strictSame(await submits(renewed), ['committed'], 'peers do not know yet')
    await t.rejects(
      propose(network, { ...operation, mspId: one.mspId }, join(root, 'another.json')),
      { code: 'certificate-invalid', message: /not signed by this authority/ },
      "one authority cannot revoke another's",
    )
    const submit = (by: Organisation) =>
      huren('submit', file, '--organisation', by.name, '--out', join(root, 'submitted.json'))
    await t.rejects(submit(one), { code: 'signatures-missing' }, 'only the city may')
    await submit(city)
    const refused = async (identity: typeof enrolled) => {
      const answer = await as(identity)
        .evaluateTransaction('Registry:institutions')
        .catch((error: unknown) => error)
      if (!(answer instanceof Error)) throw new Error('it is still served')
      return JSON.stringify(answer)
    }
    for (const identity of [enrolled, renewed])
      t.match(await eventually(30, () => refused(identity)), /access denied|creator|revoked/i)
    const other = { name: second.hospital.id, role: 'client' } as const
    const stays = await enrol(address, { name: other.name, secret: await register(network, city, other) })
    t.ok(await as(stays).evaluateTransaction('Registry:institutions'), 'others are served')
    await t.rejects(submit(city), { code: 'proposal-invalid' }, 'not twice')

    t.strictSame(await examine(network), [], 'in good health')
    t.ok(await stop(authorityProcess(network, city).pidFile))
    t.match(await examine(network), [{ where: city.domain, en: /fabric-ca does not run/ }])
    await ensureMembers(network, city)

    const paths = nodeLayout(network.workspace.material, peer)
    for (const [tls, pem] of [
      [false, ofNode],
      [true, readFileSync(paths.tlsCertificate, 'utf8')],
    ] as const) {
      const [old, fresh] = [pem, await renewMember(network, city, paths, tls)].map(
        (text) => new X509Certificate(text),
      )
      t.not(fresh?.serialNumber, old?.serialNumber, 'a node enrols again')
      t.ok(old && fresh?.publicKey.equals(old.publicKey), 'with its key, which others may have pinned')
      t.equal(fresh?.subject, old?.subject)
      t.strictSame(fresh?.subjectAltName?.split(', ').sort(), old?.subjectAltName?.split(', ').sort())
    }
  },
)
