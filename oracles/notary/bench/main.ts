/**
 * `node oracles/notary/bench/main.ts [STATEMENTS=20000] [--assert]`: how fast a notary takes blocks and an audit judges
 * them; half of the statements are signed with SM2, half with ES256.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { benchReplay } from './replay.ts'

const million = 1_000_000
const [count = '20000'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const dir = await mkdtemp(join(tmpdir(), 'huren-blocks-'))
const blocks = join(dir, 'blocks')
try {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'made-blocks.ts'), blocks, count])
  const result = await benchReplay(blocks, `${blocks}.trust.json`)
  console.log(JSON.stringify(result, null, 2))
  const taken = result.notary['statements/s']
  const minutes = million / result.audit['statements/s'] / 60
  const bars = [
    {
      name: 'a notary takes statements',
      required: '≥ 3,000/s',
      measured: `${taken}/s`,
      reached: taken >= 3000,
    },
    {
      name: 'an audit of 10^6 statements, every signature, at this rate',
      required: '≤ 10 min',
      measured: `${minutes.toFixed(1)} min`,
      reached: minutes <= 10,
    },
  ]
  console.log(JSON.stringify({ bars }))
  if (process.argv.includes('--assert') && bars.some(({ reached }) => !reached)) process.exitCode = 1
} finally {
  await rm(dir, { recursive: true, force: true })
}
