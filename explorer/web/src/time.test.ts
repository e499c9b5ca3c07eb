import { test } from 'tap'
import { chinaDay, chinaTime, inChinaTime } from './time.ts'

test('times are told as in China, wherever the browser is', async (t) => {
  t.equal(chinaTime('2026-11-21T18:58:19.912Z'), '2026/11/22 02:58:19')
  t.equal(chinaDay(Date.parse('2026-11-21T16:00:00Z')), '2026-11-22')
  t.equal(
    inChinaTime('由 GD-4403-00001 于 2026-11-21T18:58:19.912Z 签名；2026-11-21T15:59:59Z 之后'),
    '由 GD-4403-00001 于 2026/11/22 02:58:19 签名；2026/11/21 23:59:59 之后',
  )
  t.equal(inChinaTime('第 3 条，2026-11-21'), '第 3 条，2026-11-21', 'what is no instant stays')
})
