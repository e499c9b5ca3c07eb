import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tap, { test } from 'tap'
import { found } from '../../load/founding.ts'
import { contractsOn } from '../../load/submit.ts'
import { makeFirstBlock } from '../channel/first-block.ts'
import { connectTo } from '../connect.ts'
import { buildContracts } from '../deploy/bundle.ts'
import { deploy } from '../deploy/deploy.ts'
import { proposeContracts, requireProposed } from '../deploy/proposal.ts'
import { peersOf } from '../description/nodes.ts'
import { down } from '../down.ts'
import { historyOf } from '../history/history.ts'
import { openNetwork } from '../open.ts'
import { readProposal, writeProposal } from '../proposal/file.ts'
import { propose } from '../proposal/propose.ts'
import { collectSignatures, signProposal } from '../proposal/signatures.ts'
import { submitProposal } from '../proposal/submit.ts'
import { eventually } from '../run/health.ts'
import type { Network } from '../run/network.ts'
import { endorsersFound, fabricMissing, freeConsortium } from '../testing/network.ts'
import { networkAt } from '../testing/told.ts'
import { up } from '../up.ts'
import { statusOf } from '../watch/status.ts'
import { takeFirstBlock } from './first-block.ts'
import { makeOwnPart, trustPart } from './parts.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

test(
  'CHAIN-11, CHAIN-28, CHAIN-50, CHAIN-58, CHAIN-59: three founders, each on a machine of its own, found and govern a network',
  {
    skip,
  },
  async (t) => {
    const root = mkdtempSync(join(tmpdir(), 'huren-founders-'))
    const file = (name: string) => join(root, name)
    const consortium = await freeConsortium()
    const names = consortium.organisations.map(({ name }) => name)
    const machines: Network[] = []
    t.teardown(async () => {
      for (const machine of machines) await down(machine)
      rmSync(root, { recursive: true, force: true })
    })
    for (const name of names) {
      const machine = await openNetwork(file(`machine-${name}`), { initial: () => consortium })
      machines.push(machine)
      writeFileSync(file(`${name}.json`), await makeOwnPart(machine, name))
      t.notMatch(readFileSync(file(`${name}.json`), 'utf8'), /PRIVATE KEY/)
    }
    const [one, two, three] = machines
    const [first, second, third] = consortium.organisations
    if (!one || !two || !three || !first || !second || !third) throw new Error('three founders')

    await t.rejects(trustPart(one, file(`${first.name}.json`)), { code: 'name-taken' }, "one's own part")
    const forged = JSON.parse(readFileSync(file(`${second.name}.json`), 'utf8'))
    writeFileSync(
      file('forged.json'),
      JSON.stringify({ ...forged, signature: Buffer.from('no signature').toString('base64') }),
    )
    await t.rejects(trustPart(one, file('forged.json')), { code: 'certificate-invalid' })
    for (const [index, machine] of machines.entries())
      for (const name of names.filter((_, other) => other !== index))
        t.match((await trustPart(machine, file(`${name}.json`))).fingerprint, /^[0-9A-F:]{95}$/)

    await t.rejects(up(one), { code: 'first-block-missing' })
    await makeFirstBlock(one)
    const block = one.workspace.firstBlock
    const greedy = { ...consortium, policies: { ...consortium.policies, endorsement: 3 } }
    await t.rejects(
      takeFirstBlock({ ...two, consortium: greedy }, block),
      { code: 'first-block-differs' },
      'a first block that another description leads to',
    )
    writeFileSync(file('nonsense.block'), 'nonsense')
    await t.rejects(takeFirstBlock(two, file('nonsense.block')), { code: 'first-block-differs' })
    for (const machine of [two, three]) await takeFirstBlock(machine, block)
    for (const machine of machines) await up(machine)
    for (const machine of machines) t.equal((await statusOf(machine)).nodes.length, 3, 'only its own nodes')

    const bundle = await buildContracts(file('contracts.cjs'))
    await proposeContracts(one, bundle, file('contracts.json'))
    copyFileSync(bundle, file('other.cjs'))
    appendFileSync(file('other.cjs'), '\n//')
    t.throws(() => requireProposed(file('contracts.json'), file('other.cjs')), { code: 'bundle-differs' })
    t.throws(() => requireProposed(file('forged.json'), bundle), { code: 'proposal-invalid' })
    t.equal(requireProposed(file('contracts.json'), bundle).sequence, 1)
    const renamed = consortium.organisations.map((each) => ({ ...each, mspId: `Other${each.mspId}` }))
    await t.rejects(
      deploy({ ...one, consortium: { ...consortium, organisations: renamed } }, bundle),
      { code: 'description-invalid' },
      'contracts that know other central organisations',
    )
    await t.rejects(deploy(one, bundle), { code: 'signatures-missing' }, 'one approval is not enough')
    t.equal((await eventually(60, () => deploy(two, bundle))).sequence, 1, 'the second puts it in force')
    for (const machine of [one, three]) t.equal((await deploy(machine, bundle)).sequence, 1)
    await t.rejects(proposeContracts(three, bundle, file('again.json')), { code: 'nothing-to-change' })

    const [peer] = peersOf(consortium)
    if (!peer) throw new Error('a consortium has peers')
    await endorsersFound(connectTo(one, peer))
    const { gateway, close } = connectTo(one, peer)
    t.equal((await found(contractsOn(gateway))).length, 2, 'statements are committed')

    const wanted = { kind: 'settings', policies: { endorsement: 3 }, block: { timeout: 300 } } as const
    await propose(one, wanted, file('policy.json'))
    await t.rejects(
      propose(one, { kind: 'settings', policies: { endorsement: 1 } }, file('minority.json')),
      { code: 'description-invalid' },
      'a minority may not decide',
    )
    writeProposal(file('untrue.json'), {
      ...readProposal(file('policy.json')),
      operation: { kind: 'settings', block: { timeout: 300 } },
    })
    await t.rejects(
      signProposal(two, second, file('untrue.json'), file('signed.json')),
      { code: 'proposal-invalid' },
      'what a proposal says and what its update does differ',
    )
    t.strictSame(
      (await signProposal(two, second, file('policy.json'), file('two.json'))).map(({ what }) => what).sort(),
      ['Application/policies/Endorsement', 'Orderer/values/BatchTimeout', 'Orderer/values/ConsensusType'],
      'SmartBFT takes its interval from the block timeout',
    )
    await signProposal(three, third, file('policy.json'), file('three.json'))
    collectSignatures([file('two.json'), file('three.json')], file('collected.json'))
    const changed = await submitProposal(three, third, file('collected.json'))
    t.equal(changed.consortium.policies.endorsement, 3)
    for (const machine of [one, two])
      await eventually(30, () => networkAt(machine.workspace.root)('adopt', file('collected.json')))
    await t.rejects(propose(changed, wanted, file('policy.json')), { code: 'nothing-to-change' })

    const upgraded = await openNetwork(one.workspace.root)
    await proposeContracts(upgraded, file('other.cjs'), file('upgrade.json'))
    await t.rejects(deploy(upgraded, file('other.cjs')), { code: 'signatures-missing' })
    t.equal((await eventually(60, () => deploy(two, file('other.cjs')))).sequence, 2, 'upgraded by two')
    for (const machine of [one, three]) t.equal((await deploy(machine, file('other.cjs'))).sequence, 2)

    const { decisions: history } = await historyOf(three)
    t.match(
      history.filter(({ kind }) => kind === 'configuration'),
      [
        {
          signedBy: ['ConsensusTwoMSP', 'SupervisorMSP'],
          submittedBy: 'SupervisorMSP',
          changes: { length: 3 },
        },
      ],
      'who changed the policy',
    )
    const contracts = history.flatMap((decision) =>
      decision.kind === 'contracts' ? [`${decision.step} ${decision.sequence} ${decision.signedBy}`] : [],
    )
    t.strictSame(
      contracts.filter((text) => text.startsWith('commit')),
      ['commit 1 ConsensusTwoMSP', 'commit 2 ConsensusTwoMSP'],
    )
    for (const sequence of [1, 2])
      t.strictSame(
        contracts.filter((text) => text.startsWith(`approve ${sequence}`)).sort(),
        ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'].map((by) => `approve ${sequence} ${by}`),
        'who approved which bundle',
      )
    t.strictSame((await historyOf(one)).decisions, history, 'every organisation holds the same history')
    close()
  },
)
