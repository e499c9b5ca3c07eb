import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey } from '@huren/crypto-config'
import type { InstitutionId } from '@huren/records'
import { type Test, test } from 'tap'
import { AccessLog } from '../log.ts'
import { noteSigner } from '../publish/note.ts'
import { Publisher } from '../publish/publisher.ts'
import { newReport, testSeed } from '../testing/events.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { Anchor } from './anchor.ts'
import { AnchorStore } from './anchor-store.ts'

const institution = 'GD-4401-90001' as InstitutionId
const key = generateKey('ES256')
const signer = noteSigner('cloud.example/access', generateKeyPairSync('ed25519').privateKey)
const events = (count: number) => Array.from({ length: count }, (_, n) => newReport(n))

const folderFor = async (t: Test) => {
  const folder = await mkdtemp(join(tmpdir(), 'access-anchor-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
/** A log with its anchoring, as a service opens them. */
const open = async (folder: string, ledger: MemoryLedger) => {
  const log = await AccessLog.open({ dataDir: join(folder, 'log'), seed: testSeed })
  const published = (await new AnchorStore(log.store).anchored())?.size ?? 0
  const publisher = new Publisher(log, join(folder, 'public'), signer, published)
  return { log, anchor: new Anchor({ log, publisher, ledger, institution, key }) }
}
/** A log of 20 entries, all anchored, of which there is a backup with the first 10. */
const anchoredWithBackup = async (t: Test) => {
  const [folder, backup, ledger] = [await folderFor(t), await folderFor(t), new MemoryLedger()]
  const { log, anchor } = await open(folder, ledger)
  await log.appendAll(events(10))
  await anchor.anchor()
  await log.close()
  await cp(folder, backup, { recursive: true })
  const again = await open(folder, ledger)
  await again.log.appendAll(events(10))
  await again.anchor.anchor()
  t.match(again.anchor.state, { anchored: 20 })
  await again.log.close()
  return { folder, backup, ledger, id: log.id }
}

test('CHAIN-2: started from an old backup, a log that lost entries says so and states nothing more', async (t) => {
  const { backup, ledger, id } = await anchoredWithBackup(t)
  const before = await ledger.head(id)
  const { log, anchor } = await open(backup, ledger)
  await anchor.anchor()
  t.match(anchor.state.problem, { code: 'log-fork', detail: /checkpoint of 20 entries/ }, 'shorter')
  await log.appendAll(events(15))
  await anchor.anchor()
  t.match(anchor.state.problem, { code: 'log-fork' }, 'longer, with other entries')
  t.equal(log.size, 25)
  t.same(await ledger.head(id), before, 'the ledger has what it had')
  t.equal(ledger.submitted.length, 2, 'nothing was sent')
  await log.close()
})

test('whole, it goes on from where the ledger is, whatever it remembers itself', async (t) => {
  const { folder, ledger, id } = await anchoredWithBackup(t)
  const { log, anchor } = await open(folder, ledger)
  await new AnchorStore(log.store).rememberAnchored({ size: 10, id: ledger.submitted[0]! })
  await log.appendAll(events(5))
  await anchor.anchor()
  t.match(anchor.state, { anchored: 25 })
  t.notOk(anchor.state.problem)
  t.equal((await ledger.head(id))?.size, 25)
  await log.close()
})

for (const lost of ['question', 'answer'] as const)
  test(`EXCH-9: a checkpoint whose ${lost} was lost is the same one after a restart`, async (t) => {
    const [folder, ledger] = [await folderFor(t), new MemoryLedger()]
    const { log, anchor } = await open(folder, ledger)
    await log.appendAll(events(7))
    ledger.loses = lost
    await anchor.anchor()
    t.match(anchor.state, { anchored: 0, problem: { code: 'anchor-failed' } })
    await log.appendAll(events(3))
    await log.close()
    ledger.loses = undefined
    const again = await open(folder, ledger)
    await again.anchor.anchor()
    t.match(again.anchor.state, { anchored: lost === 'question' ? 7 : 10 })
    t.equal(ledger.submitted[lost === 'question' ? 1 : 0], ledger.submitted[0])
    await again.anchor.anchor()
    t.match(again.anchor.state, { anchored: 10 })
    t.equal(new Set(ledger.submitted).size, 2, 'two checkpoints in all')
    await again.anchor.prove()
    t.equal(again.anchor.state.witnessed, 10)
    await again.log.close()
  })
