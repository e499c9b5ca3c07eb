import { test } from 'tap'
import { defaults } from '../settings.ts'
import { BlockCutter } from './block-cutter.ts'

const settings = { ...defaults.batch, maxMessages: 3, preferredMaxBytes: 100 }
const sizes = (batch: readonly Uint8Array[]) => batch.map(({ length }) => length)

test('blocks are cut by count and by size, in the order of arrival', async (t) => {
  const cutter = new BlockCutter(settings)
  const add = (...lengths: number[]) => {
    for (const length of lengths) cutter.add(new Uint8Array(length))
  }
  add(1, 2)
  t.equal(cutter.isFull, false, 'two may wait for a third')
  add(3, 4)
  t.equal(cutter.isFull, true)
  t.strictSame(sizes(cutter.cut()), [1, 2, 3])
  add(60, 50)
  t.equal(cutter.isFull, true, 'what comes next does not fit')
  t.equal(cutter.waitingBytes, 114)
  t.strictSame(sizes(cutter.cut()), [4, 60])
  add(300, 7)
  t.strictSame(sizes(cutter.cut()), [50])
  t.strictSame(sizes(cutter.cut()), [300], 'a large one alone')
  t.strictSame(sizes(cutter.cut()), [7])
  t.strictSame(sizes(cutter.cut()), [])
  t.equal(cutter.waiting, 0)
})
