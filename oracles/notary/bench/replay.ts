import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '../src/audit/audit.ts'
import { findBlocks, readBlock } from '../src/audit/block-files.ts'
import { type CheckedBlock, checkBlock } from '../src/blocks/check-block.ts'
import { NotaryLog } from '../src/log/notary-log.ts'

const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }
/** As many blocks as a follower that has fallen behind writes together. */
const together = 64

/** Statements by the clock on the wall, and by a second of one core's time. */
export interface Rate {
  readonly 'statements/s': number
  readonly 'statements per second of one core': number
}

const measure = async (size: () => number, work: () => Promise<unknown>): Promise<Rate> => {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return {
    'statements/s': Math.round((size() * 1000) / (performance.now() - started)),
    'statements per second of one core': Math.round((size() * 1e6) / (user + system)),
  }
}

const replay = async (log: NotaryLog, blocks: string) => {
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

/**
 * How many statements a second a notary takes from exported blocks (checks, leaves, tiles and index on the disk), and
 * how many an audit by all processors does, with and without the statements' signatures.
 */
export const benchReplay = async (blocks: string, trust: string) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-replay-'))
  const log = await NotaryLog.open(dir, rules.chaincode)
  try {
    const size = () => log.head.size
    const notary = await measure(size, () => replay(log, blocks))
    const run = (signatures: number) =>
      measure(size, () => audit({ ...rules, blocks: [blocks], trust, logs: [], signatures }, () => undefined))
    return {
      statements: size(),
      notary,
      audit: await run(1),
      'audit without signatures': await run(0),
    }
  } finally {
    await log.close()
    await rm(dir, { recursive: true, force: true })
  }
}
