import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { startLedger } from '@huren/embedded'
import { common } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { readBlock } from './audit/block-files.ts'
import { exportBlocks, nameOf } from './audit/export.ts'
import { type ChainPosition, type CheckedBlock, checkBlock } from './blocks/check-block.ts'
import { envelopesOf } from './blocks/header.ts'
import { createNotaryKeys, loadNotaryKeys, type NotaryKeys } from './keys/notary-keys.ts'
import { parseCheckpoint } from './keys/note.ts'
import { NotaryLog } from './log/notary-log.ts'
import { TreeReader } from './log/tree-reader.ts'
import { blockAfter, nodeOf, transactionLike } from './testing/made-blocks.ts'
import {
  committed,
  found,
  openProvince,
  type Province,
  passphrase,
  report,
  submit,
} from './testing/province.ts'
import { Publisher } from './witness/publisher.ts'

const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }

/** A few real blocks, then made ones whose leaves fill a tile in the middle of a block. */
const blocksOf = async (province: Province): Promise<CheckedBlock[]> => {
  const { reporting } = await found(province)
  committed(await submit(province.contract, 'Report:submit', [report(reporting)]))
  const folder = join(province.dir, 'blocks')
  const { height } = province.ledger
  await exportBlocks(province.network, folder, 0, height - 1)
  const read = async (n: number) => (await readBlock(join(folder, nameOf(n)))) ?? new common.Block()
  const blocks = await Promise.all(Array.from({ length: height }, (_, n) => read(n)))
  const [endorsers, orderer] = [
    [await nodeOf(province, 0, 'peer'), await nodeOf(province, 2, 'peer')],
    await nodeOf(province, 1, 'orderer'),
  ]
  const last = await read(height - 1)
  for (const count of [120, 150, 30]) {
    const texts = Array.from({ length: count }, () => report(reporting))
    const transaction = await transactionLike(envelopesOf(last)[0] ?? new Uint8Array(), { texts, endorsers })
    blocks.push(await blockAfter(blocks.at(-1) ?? last, [transaction], orderer))
  }
  let position: ChainPosition = { next: 0, lastHash: '', config: undefined }
  return blocks.map((block) => {
    const checked = checkBlock(block, position, rules)
    position = checked.after
    return checked
  })
}

class PowerCut extends Error {}

const touched = ['open', 'rename', 'mkdir', 'rm'] as const

/** From the n-th touch of the disk below `folder` on, every one fails, as after a power cut. */
const cutPowerAt = (n: number, folder: string) => {
  let touches = 0
  const originals = touched.map((name) => [name, promises[name]] as const)
  for (const [name, original] of originals)
    Object.assign(promises, {
      [name]: (...args: unknown[]) => {
        if (String(args[0]).startsWith(folder) && ++touches >= n) throw new PowerCut()
        return Reflect.apply(original, promises, args)
      },
    })
  syncBuiltinESMExports()
  return () => {
    Object.assign(promises, Object.fromEntries(originals))
    syncBuiltinESMExports()
  }
}

/** Opens what is there, takes the blocks that it lacks, and signs after each. */
const work = async (
  dir: string,
  keys: NotaryKeys,
  blocks: readonly CheckedBlock[],
  ready: () => void = () => {},
) => {
  const log = await NotaryLog.open(dir, rules.chaincode)
  try {
    const publisher = await Publisher.open(log, keys)
    ready()
    if (log.head.next > 0) await publisher.publish(log.head)
    for (const block of blocks.slice(log.head.next)) await publisher.publish(await log.append([block]))
    return log.head
  } finally {
    await log.close()
  }
}

test(
  'a power cut at every single step of a notary: one tree, and no checkpoint before its tiles',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
    const blocks = await blocksOf(province)
    const keysDir = join(province.dir, 'keys')
    await createNotaryKeys(
      keysDir,
      { origin: 'one.huren.test/log', witness: 'one.huren.test' },
      passphrase,
      'random',
    )
    const keys = await loadNotaryKeys(keysDir, passphrase)
    const [base, whole] = ['base', 'whole'].map((name) => join(province.dir, name)) as [string, string]
    await work(base, keys, blocks.slice(0, -3))
    await promises.cp(base, whole, { recursive: true })
    const wanted = await work(whole, keys, blocks)
    t.ok(wanted.size > 300, `${wanted.size} entries`)
    const roots = new TreeReader(join(whole, 'log'), wanted.size)
    let [cuts, signed] = [0, 0]
    for (let finished = false; !finished; ) {
      const dir = join(province.dir, `cut-${++cuts}`)
      await promises.cp(base, dir, { recursive: true })
      let restore: () => void = () => {}
      try {
        await work(dir, keys, blocks, () => {
          restore = cutPowerAt(cuts, dir)
        })
        finished = true
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error
      } finally {
        restore()
      }
      const note = await promises.readFile(join(dir, 'log', 'checkpoint'), 'utf8').catch(() => undefined)
      if (note) {
        const { size, root } = parseCheckpoint(note)
        const onDisk = await new TreeReader(join(dir, 'log'), size).rootAt(size)
        if (!onDisk.equals(root) || !(await roots.rootAt(size)).equals(root))
          t.fail(`cut ${cuts}: the checkpoint of size ${size} does not hold`)
        signed += 1
      }
      const after = await work(dir, keys, blocks)
      if (after.root !== wanted.root || after.size !== wanted.size) t.fail(`cut ${cuts}: another tree`)
      await promises.rm(dir, { recursive: true, force: true })
    }
    t.ok(cuts > 30, `${cuts - 1} cuts, after ${signed} of which there was a checkpoint: one tree`)
  },
)
