import { test } from 'tap'
import { GroupCommit } from './group-commit.ts'

test('writes that arrive together share one write to the disk, and wait for it', async (t) => {
  const written: number[][] = []
  const gates: (() => void)[] = []
  const disk = new GroupCommit<number>({
    batch: (operations, { sync }) => {
      t.ok(sync)
      written.push(operations)
      return new Promise((resolve) => gates.push(resolve))
    },
  })
  const done: string[] = []
  const first = disk.write([1]).then(() => done.push('first'))
  const second = disk.write([2]).then(() => done.push('second'))
  const third = disk.write([3, 4]).then(() => done.push('third'))
  t.same(written, [[1]])
  t.same(done, [], 'nothing is done before the disk says so')
  gates.shift()?.()
  await first
  t.same(written, [[1], [2, 3, 4]])
  gates.shift()?.()
  await Promise.all([second, third])
  await disk.close()
})

test('a failed write fails those who share it, and nobody else', async (t) => {
  let broken = true
  const disk = new GroupCommit<number>({
    batch: async () => {
      if (broken) throw new Error('disk full')
    },
  })
  await t.rejects(disk.write([1]), { message: 'disk full' })
  broken = false
  await t.resolves(disk.write([2]))
})
