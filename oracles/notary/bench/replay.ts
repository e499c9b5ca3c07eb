/**
 * `node oracles/notary/bench/replay.ts BLOCKS TRUST`: how many statements a second a notary takes from exported blocks
 * (checks, leaves, tiles and index on the disk), and how many an audit does, with and without statement signatures.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '../src/audit/audit.ts'
import { findBlocks, readBlock } from '../src/audit/block-files.ts'
import { type CheckedBlock, checkBlock } from '../src/blocks/check-block.ts'
import { NotaryLog } from '../src/log/notary-log.ts'

const [blocks = '', trust = ''] = process.argv.slice(2)
const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }
/** As many blocks as a follower that has fallen behind writes together. */
const together = 64

const measure = async (work: () => Promise<unknown>) => {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - started) / 1000, processor: (user + system) / 1e6 }
}

const replay = async (log: NotaryLog) => {
  let waiting: CheckedBlock[] = []
  let position = log.position
  for (const { path } of (await findBlocks([blocks])).blocks) {
    const block = await readBlock(path)
    if (!block) throw new Error(path)
    const checked = checkBlock(block, position, rules)
    position = checked.after
    waiting.push(checked)
    if (waiting.length < together) continue
    await log.append(waiting)
    waiting = []
  }
  await log.append(waiting)
}

const dir = await mkdtemp(join(tmpdir(), 'huren-replay-'))
try {
  const log = await NotaryLog.open(dir, rules.chaincode)
  const notary = await measure(() => replay(log))
  const { size } = log.head
  const run = (signatures: number) =>
    measure(() => audit({ ...rules, blocks: [blocks], trust, logs: [], signatures }, () => undefined))
  const [whole, light] = [await run(1), await run(0)]
  await log.close()
  const rates = ({ seconds, processor }: Awaited<ReturnType<typeof measure>>) => ({
    'statements/s': Math.round(size / seconds),
    'statements per second of one core': Math.round(size / processor),
  })
  const result = {
    statements: size,
    notary: rates(notary),
    audit: rates(whole),
    'audit without signatures': rates(light),
  }
  console.log(JSON.stringify(result, null, 2))
} finally {
  await rm(dir, { recursive: true, force: true })
}
