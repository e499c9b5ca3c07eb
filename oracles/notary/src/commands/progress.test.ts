import { test } from 'tap'
import { progressLine } from './progress.ts'

test('a bar says how much is done, how fast, and how long the rest takes', async (t) => {
  t.equal(
    progressLine({ blocks: 250, of: 1000, statements: 50_000 }, 20),
    '[████████░░░░░░░░░░░░░░░░░░░░░░] 25%  区块 blocks 250/1000  声明 statements 50000  2500/s  剩余 left 1:00',
  )
  t.match(progressLine({ blocks: 7, of: 7, statements: 9 }, 0), /100%.* 0\/s {2}剩余 left 0:00/)
})
