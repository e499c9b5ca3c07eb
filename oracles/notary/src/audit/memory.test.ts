import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'

const main = join(import.meta.dirname, '..', 'testing', 'audit-memory.ts')

test('an audit keeps of a statement no more than the version of its key', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', main])
  const { statements, wrong, bytes } = JSON.parse(stdout)
  t.equal(statements, 100_000)
  t.same(wrong, [])
  // 24 bytes a place; the table doubles, so that a third to seven tenths of its places are taken
  t.ok(bytes > 24 && bytes < 75, `${bytes} bytes a statement`)
})
