import { cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExportableKey, generateKey } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import type { common } from '@hyperledger/fabric-protos'
import { type Test, test } from 'tap'
import { checkBlock } from '../blocks/check-block.ts'
import { envelopesOf, headerHash, headerOf } from '../blocks/header.ts'
import { loadNotaryKeys } from '../keys/notary-keys.ts'
import { checkpointText, noteOf } from '../keys/note.ts'
import { writeDurably } from '../log/durable-file.ts'
import { leavesOf } from '../log/leaves.ts'
import { entriesPath, tilePath } from '../log/paths.ts'
import { emptyEdge, TreeWriter } from '../log/tree-writer.ts'
import { blockAfter, nodeOf, setFlags, transactionLike } from '../testing/made-blocks.ts'
import {
  at,
  committed,
  found,
  hospital,
  openProvince,
  passphrase,
  prepareNotaries,
  report,
  sign,
  submit,
  trustOf,
  year,
} from '../testing/province.ts'
import { type AuditOptions, type AuditProgress, audit } from './audit.ts'
import { readBlock } from './block-files.ts'
import { exportBlocks, nameOf } from './export.ts'

const central = ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP']
const rules = { chaincode: 'huren', central }

/** A ledger's real blocks, and what is needed to make more of them. */
const prepare = async (t: Test) => {
  const province = await openProvince(t, startLedger)
  const { administration, reporting } = await found(province)
  const { settings, vkeys } = await prepareNotaries(province, [1, 2, 3])
  const blocks = join(province.dir, 'blocks')
  committed(await submit(province.contract, 'Report:submit', [report(reporting), report(reporting)]))
  await exportBlocks(province.network, blocks, 0, province.ledger.height - 1)
  const trust = join(province.dir, 'trust.json')
  await writeFile(trust, JSON.stringify(trustOf(province, vkeys)))
  const endorsers = [await nodeOf(province, 0, 'peer'), await nodeOf(province, 2, 'peer')]
  const orderer = await nodeOf(province, 1, 'orderer')
  const notary = await loadNotaryKeys(settings[0]!.keysDir, passphrase)
  const height = province.ledger.height
  const last = (await readBlock(join(blocks, nameOf(height - 1))))!
  const [template] = envelopesOf(last)
  return {
    dir: province.dir,
    blocks,
    trust,
    administration,
    reporting,
    endorsers,
    orderer,
    notary,
    last,
    template: template!,
  }
}
type World = Awaited<ReturnType<typeof prepare>>

const quiet = () => undefined
const run = (world: World, blocks: string, options: Partial<AuditOptions> = {}, progress = quiet) =>
  audit(
    { ...rules, blocks: [blocks], trust: world.trust, logs: [], signatures: 1, threads: 1, ...options },
    progress,
  )
const codes = async (world: World, blocks: string, options: Partial<AuditOptions> = {}) => [
  ...new Set((await run(world, blocks, options)).deviations.map(({ code }) => code)),
]

let copies = 0
/** The blocks with one changed, left out (undefined) or added. */
const altered = async (
  { dir, blocks }: World,
  number: number,
  change: (block: common.Block | undefined) => Promise<common.Block | undefined> | common.Block | undefined,
) => {
  const folder = join(dir, `altered-${copies++}`)
  await cp(blocks, folder, { recursive: true })
  const path = join(folder, nameOf(number))
  const block = await change(await readBlock(path))
  if (block) await writeFile(path, block.serializeBinary())
  else await rm(path)
  return folder
}

/** The blocks, and one more with a transaction that no ledger would have marked valid. */
const added = async (
  world: World,
  texts: readonly string[],
  change: { endorsers?: World['endorsers']; time?: number; keepResults?: boolean } = {},
) => {
  const { endorsers, orderer, last, template } = world
  const transaction = await transactionLike(template, { texts, endorsers, ...change })
  return altered(world, headerOf(last).getNumber() + 1, () => blockAfter(last, [transaction], orderer))
}

/** A log as a notary would publish it, of the blocks' leaves after `change`. */
const published = async (world: World, change: (leaves: string[]) => string[]) => {
  const { blocks, dir, notary } = world
  let position: Parameters<typeof checkBlock>[1] = { next: 0, lastHash: '', config: undefined }
  const leaves: string[] = []
  for (const name of (await readdir(blocks)).sort()) {
    const block = checkBlock((await readBlock(join(blocks, name)))!, position, rules)
    position = block.after
    leaves.push(...leavesOf(block, 'huren').map(({ leaf }) => leaf))
  }
  const tree = new TreeWriter(emptyEdge)
  for (const leaf of change(leaves)) tree.append(Buffer.from(leaf))
  const folder = join(dir, `log-${copies++}`)
  await mkdir(folder)
  const text = checkpointText(notary.origin, tree.size, tree.root())
  await writeDurably(folder, tree.take().files)
  await writeFile(join(folder, 'checkpoint'), noteOf(text, [notary.log.line(text, 0)]))
  return folder
}

const namesDeviations = (world: World) => async (t: Test) => {
  const { blocks, reporting, administration, endorsers, last } = world
  const height = headerOf(last).getNumber() + 1
  const honest = await run(world, blocks, { logs: [await published(world, (leaves) => leaves)] })
  t.same(honest.deviations, [], 'honest blocks, honest log')
  t.equal(honest.compared.length, 1)
  t.same(await codes(world, await added(world, [report(reporting)])), [], 'a block made like a real one')

  const rewritten = await altered(world, 2, (block) => {
    block?.getData()?.setDataList([])
    return block
  })
  t.match(await codes(world, rewritten), ['data-hash'], 'a rewritten block: other transactions, same header')
  const before = await readBlock(join(blocks, nameOf(1)))
  const again = await altered(world, 2, () => blockAfter(before!, [], endorsers[0]!))
  t.match(
    await codes(world, again),
    ['orderer-signature', 'previous-hash'],
    'a block rewritten as a whole, by somebody who is no orderer',
  )
  const omittedBlock = await altered(world, 2, () => undefined)
  t.match(await codes(world, omittedBlock), ['block-missing', 'block-number'], 'an omitted block')
  t.same(
    await codes(world, await added(world, [report(reporting)], { endorsers: endorsers.slice(0, 1) })),
    ['endorsement'],
    'bad endorsement: one organisation alone',
  )
  t.same(
    await codes(
      world,
      await added(world, [report(reporting)], { endorsers: [world.orderer, endorsers[0]!] }),
    ),
    ['endorsement'],
    'bad endorsement: an orderer is no peer',
  )
  t.same(
    await codes(world, await added(world, [report(reporting), report(reporting)], { keepResults: true })),
    ['flag-forged'],
    'a forged flag: marked valid, though it read what had been replaced',
  )
  t.same(
    await codes(
      world,
      await altered(world, height - 1, (block) => {
        setFlags(block!, Uint8Array.of(11))
        return block
      }),
    ),
    ['flag-forged'],
    'a forged flag: marked as a conflict, though there was none',
  )
  t.same(
    await codes(world, await added(world, [report(reporting)], { time: Date.now() - 3_600_000 })),
    ['clock-backwards'],
    'time runs backwards',
  )
  const by = async (key: ExportableKey, change: object) =>
    codes(world, await added(world, [report(key, change)]))
  t.same(await by(reporting, { issuedAt: at(2 * year) }), ['key-expired'], 'a signature by an expired key')
  t.same(await by(reporting, { issuedAt: at(-2 * year), performedAt: at(-2 * year) }), ['key-not-yet-valid'])
  t.same(await by(generateKey('ES256'), {}), ['key-unknown'])
  const [one, other] = [report(reporting), report(reporting)].map((text) => JSON.parse(text))
  const swapped = JSON.stringify({ ...one, signatures: other.signatures })
  t.same(await codes(world, await added(world, [swapped])), ['signature-invalid'])
  const revocation = {
    issuer: hospital,
    issuedAt: at(),
    key: reporting.id,
    reason: 'compromised',
    revokedFrom: at(),
  }
  const revoked = [sign('key-revocation', revocation, [administration]), report(reporting)]
  t.same(await codes(world, await added(world, revoked)), ['key-revoked'], 'a signature by a revoked key')

  const omitted = await published(world, (leaves) => leaves.filter((_, i) => i !== 4))
  const afterOmission = await codes(world, blocks, { logs: [omitted] })
  t.match(afterOmission, ['log-split', 'leaf-different'], 'an omitted leaf')
  const reordered = await published(world, (leaves) => leaves.with(4, leaves[5]!).with(5, leaves[4]!))
  const { deviations } = await run(world, blocks, { logs: [reordered] })
  t.same(
    deviations.map(({ code, index }) => [code, index]),
    [
      ['log-split', undefined],
      ['leaf-different', 4],
      ['leaf-different', 5],
      ['tile-different', undefined],
      ['tile-different', undefined],
    ],
    'reordered leaves, named',
  )
  const longer = await published(world, (leaves) => [...leaves, leaves[0]!])
  t.same(await codes(world, blocks, { logs: [longer] }), ['log-ahead'], 'a leaf that no block has')

  const size = honest.size
  const served = async (change: (tile: (path: string) => string) => Promise<void>) => {
    const log = await published(world, (leaves) => leaves)
    await change((path) => join(log, path))
    return codes(world, blocks, { logs: [log] })
  }
  const tile = tilePath(0, 0, size)
  t.same(
    await served((path) => truncate(path(tile), 32 * (size - 1))),
    ['tile-size'],
    'a tile of another size than the signed tree',
  )
  t.same(await served((path) => truncate(path(entriesPath(0, size)), 40)), ['tile-size'], 'entries cut off')
  t.same(await served((path) => rename(path(tile), path(tilePath(0, 0, size + 1)))), ['tile-missing'])
  t.same(
    await served(async (path) => {
      const bytes = await readFile(path(tile))
      await writeFile(path(tile), bytes.reverse())
    }),
    ['leaf-different'],
    'a tile that is not what was signed',
  )

  const trust = join(world.dir, 'other-genesis.json')
  const genesis = headerHash((await readBlock(join(blocks, nameOf(0))))!)
  const { default: file } = await import(world.trust, { with: { type: 'json' } })
  await writeFile(trust, JSON.stringify({ ...file, genesis }))
  t.same(await codes(world, blocks, { trust }), [], 'the genesis block of the trust file')
  await writeFile(trust, JSON.stringify({ ...file, genesis: '0'.repeat(64) }))
  t.same(await codes(world, blocks, { trust }), ['genesis'], 'another ledger from its first block on')
}

const resumes = (world: World) => async (t: Test) => {
  const bad = await added(world, [report(world.reporting, { issuedAt: at(2 * year) })])
  const alone = await run(world, bad)
  t.same(
    alone.deviations.map(({ code }) => code),
    ['key-expired'],
  )
  const chunkBytes = 1
  t.same(await run(world, bad, { threads: 2, chunkBytes }), alone, 'two threads, a block each at a time')

  const state = join(world.dir, 'state')
  const stop = ({ blocks }: AuditProgress) => {
    if (blocks === 3) throw new Error('interrupted')
  }
  await t.rejects(
    audit(
      { ...rules, blocks: [bad], trust: world.trust, logs: [], signatures: 1, threads: 1, chunkBytes, state },
      stop,
    ),
    /interrupted/,
  )
  const kept = await readdir(state)
  t.ok(kept.length >= 3, `${kept.length} summaries are kept`)
  t.same(await run(world, bad, { chunkBytes, state }), alone, 'resumed')
  const all = (await readdir(state)).length
  t.equal(all, alone.blocks)
  t.same(await run(world, bad, { chunkBytes, state }), alone, 'from the kept summaries alone')
  t.equal((await readdir(state)).length, all, 'nothing was done again')
  await truncate(join(state, kept[0]!), 100)
  t.same(await run(world, bad, { chunkBytes, state }), alone, 'a summary that was cut off is made again')
  await rm(join(bad, nameOf(alone.blocks - 1)))
  t.same((await run(world, bad, { chunkBytes, state })).deviations, [], 'other blocks, other result')
}

test('CHAIN-2, SEC-10: an audit from nothing', { timeout: 170_000 }, async (t) => {
  const world = await prepare(t)
  await t.test('names every kind of deviation', namesDeviations(world))
  await t.test('by several threads, interrupted and resumed: one result', resumes(world))
})
