import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyId, StatementId } from '@huren/records'
import { test } from 'tap'
import { Letterbox, lettersOfOneWriter } from './letterbox.ts'

const key = (n: number) => String(n).repeat(64) as KeyId
const id = (n: number) => n.toString(16).padStart(64, '0') as StatementId

test('letters lapse, come back after a restart, and one writer does not fill the box', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-letters-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const first = await Letterbox.open(dir)
  const letter = (n: number, from = key(1), notAfter = Date.now() + 60_000) => ({
    ...{ text: `letter ${n}`, id: id(n), from, to: key(2), notAfter },
  })
  t.equal(await first.put('over', letter(0, key(1), Date.now() - 1)), 'kept')
  t.same(await first.list(key(2)), [], 'what is over is gone')
  for (let n = 0; n < lettersOfOneWriter; n++) await first.put(`letter-${n}`, letter(n))
  t.equal(await first.put('one-more', letter(1000)), 'full')
  t.equal(await first.put('letter-0', letter(0)), 'kept', 'what is there is there')
  t.equal(await first.put('of-another', letter(1001, key(3))), 'kept')
  await first.close()
  const again = await Letterbox.open(dir)
  t.teardown(() => again.close())
  t.equal((await again.list(key(2))).length, lettersOfOneWriter + 1)
  t.same(await again.list(key(4)), [], 'nobody else’s')
  t.equal(await again.recall(key(2), 'letter-0', key(3)), false, 'not by another writer')
  t.equal(await again.recall(key(2), 'letter-0', key(1)), true)
  t.equal((await again.list(key(2))).length, lettersOfOneWriter)
})
