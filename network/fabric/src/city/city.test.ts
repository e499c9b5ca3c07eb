import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { prepare } from '../../load/setup.ts'
import { contractsOn } from '../../load/submit.ts'
import { checkSnapshot, takeSnapshot } from '../channel/snapshot.ts'
import { connectTo } from '../connect.ts'
import { deploy } from '../deploy/deploy.ts'
import type { Organisation } from '../description/consortium.ts'
import { peersOf } from '../description/nodes.ts'
import { down } from '../down.ts'
import { historyOf } from '../history/history.ts'
import { openNetwork } from '../open.ts'
import { adoptProposal } from '../proposal/adopt.ts'
import { propose } from '../proposal/propose.ts'
import { collectSignatures, signersOf, signProposal } from '../proposal/signatures.ts'
import { submitProposal } from '../proposal/submit.ts'
import { eventually } from '../run/health.ts'
import { workspaceAt } from '../run/workspace.ts'
import { fabricMissing, freePorts, temporaryNetwork } from '../testing/network.ts'
import { statusOf } from '../watch/status.ts'
import { makeApplication } from './application.ts'
import { acceptInvitation, makeInvitation } from './invitation.ts'
import { joinCity, startCity } from './join.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const cityOf = async (): Promise<Organisation> => {
  const [port = 0, operationsPort = 0, chaincodePort = 0] = await freePorts(4)
  return {
    name: 'guangzhou',
    mspId: 'GuangzhouMSP',
    domain: 'guangzhou.huren.local',
    dataCentre: 'guangzhou',
    orderers: [],
    peers: [{ name: 'peer0', host: '127.0.0.1', port, operationsPort, chaincodePort }],
  }
}

test('CHAIN-4, CHAIN-7, CHAIN-58: a city joins by files; nobody sends a key', { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork()
  t.teardown(remove)
  const ready = await prepare(network)
  const files = join(network.workspace.root, 'files')
  mkdirSync(files)
  const file = (name: string) => join(files, name)
  const [one, two, three] = network.consortium.organisations
  if (!one || !two || !three) throw new Error('three central organisations')

  writeFileSync(file('invitation.json'), makeInvitation(network))
  const city = await cityOf()
  const home = workspaceAt(join(network.workspace.root, 'city'))
  mkdirSync(home.root)
  await acceptInvitation(home, file('invitation.json'), city)
  const atCity = await openNetwork(home.root)
  writeFileSync(file('application.json'), makeApplication(home.material, city))
  t.notMatch(readFileSync(file('application.json'), 'utf8'), /PRIVATE KEY/)

  const admit = (name = 'application.json') =>
    propose(
      network,
      { kind: 'admit-city', application: readFileSync(file(name), 'utf8') },
      file('admit.json'),
    )
  await t.rejects(admit(), { code: 'address-unreachable' }, 'its peer does not run yet')
  await startCity(atCity)
  t.teardown(() => down(atCity))

  const changed = (name: string, change: (application: Record<string, unknown>) => void) => {
    const signed = JSON.parse(readFileSync(file('application.json'), 'utf8'))
    const application = JSON.parse(signed.application)
    change(application)
    writeFileSync(file(name), JSON.stringify({ ...signed, application: JSON.stringify(application) }))
    return admit(name)
  }
  const theirs = makeInvitation(network)
  const { certificates } = JSON.parse(theirs)
  await t.rejects(
    changed('changed.json', (application) => Object.assign(application, { extra: 1 })),
    { code: 'application-invalid' },
  )
  await t.rejects(
    changed('others.json', (application) => Object.assign(application, certificates.SupervisorMSP)),
    {
      code: 'certificate-invalid',
      message: /belongs to a member/,
    },
  )
  await t.rejects(
    changed('moved.json', (application) =>
      Object.assign(application, { organisation: { ...city, dataCentre: 'elsewhere' } }),
    ),
    { code: 'certificate-invalid', message: /signature/ },
  )
  await t.rejects(
    changed('name.json', (application) =>
      Object.assign(application, { organisation: { ...city, mspId: 'SupervisorMSP' } }),
    ),
    { code: 'name-taken' },
  )

  await admit()
  await signProposal(network, one, file('admit.json'), file('one.json'))
  t.strictSame(signersOf(file('one.json')), ['ConsensusOneMSP'])
  await t.rejects(
    submitProposal(network, one, file('one.json')),
    { code: 'signatures-missing' },
    'one alone cannot',
  )
  await signProposal(network, three, file('admit.json'), file('three.json'))
  collectSignatures([file('one.json'), file('three.json')], file('collected.json'))
  t.strictSame(signersOf(file('collected.json')).sort(), ['ConsensusOneMSP', 'SupervisorMSP'])
  const admitted = await submitProposal(network, three, file('collected.json'))
  await t.rejects(submitProposal(admitted, three, file('collected.json')), { code: 'name-taken' })

  const [peer] = peersOf(network.consortium)
  if (!peer) throw new Error('a consortium has peers')
  const snapshot = await takeSnapshot(admitted, peer)
  cpSync(snapshot.folder, file('snapshot'), { recursive: true })
  cpSync(snapshot.folder, file('tampered'), { recursive: true })
  const data = readdirSync(file('tampered')).find((name) => name.endsWith('.data')) ?? ''
  writeFileSync(
    join(file('tampered'), data),
    Buffer.concat([readFileSync(join(file('tampered'), data)), Buffer.from([0])]),
  )
  await t.rejects(joinCity(atCity, file('tampered')), { code: 'snapshot-tampered' })
  t.equal((await checkSnapshot(file('snapshot'))).hash, snapshot.hash)
  await joinCity(atCity, file('snapshot'))
  const before = snapshot.lastBlock + 1
  await t.rejects(
    historyOf(atCity, 0),
    { code: 'blocks-elsewhere', message: new RegExp(`--from ${before}`) },
    'what was decided before its snapshot, a city asks a central organisation',
  )
  t.strictSame(await historyOf(atCity), { since: before, decisions: [] }, 'nothing since')

  const bundle = file('contracts.cjs')
  copyFileSync(join(network.workspace.root, 'contracts.cjs'), bundle)
  t.equal((await deploy(atCity, bundle)).sequence, 1, 'the city serves the contracts that are in force')
  const { height } = await statusOf(admitted)
  await eventually(60, async () => {
    const own = await statusOf(atCity)
    if (own.height < height) throw new Error(`the city has ${own.height} of ${height} blocks`)
  })
  const [cityPeer] = peersOf(atCity.consortium).filter(
    ({ organisation }) => organisation.mspId === city.mspId,
  )
  if (!cityPeer) throw new Error('the city has a peer')
  const { gateway, close } = connectTo(atCity, cityPeer)
  const asked = await eventually(60, () => contractsOn(gateway).evaluateTransaction('Registry:institutions'))
  const [central] = ready.contracts
  t.same(
    Buffer.from(asked),
    Buffer.from((await central?.evaluateTransaction('Registry:institutions')) ?? []),
    'same state',
  )

  const elsewhere = connectTo(atCity, peer, { organisation: city })
  const answers = () =>
    contractsOn(elsewhere.gateway)
      .evaluateTransaction('Registry:institutions')
      .then(
        () => true,
        () => false,
      )
  t.ok(await answers(), "a central organisation's peer answers the city")
  const removal = { kind: 'remove-city', name: city.name } as const
  await propose(admitted, removal, file('remove.json'))
  await signProposal(admitted, two, file('remove.json'), file('two.json'))
  await t.rejects(adoptProposal(admitted, file('two.json')), { code: 'not-ready' }, 'not in force yet')
  const left = await submitProposal(admitted, one, file('two.json'))
  await t.rejects(propose(left, removal, file('remove.json')), { code: 'description-unknown-node' })
  await eventually(60, async () => {
    if (await answers()) throw new Error('the city is still a member')
  })
  t.pass('the city is no member any more')
  close()
  elsewhere.close()
  ready.close()
})
