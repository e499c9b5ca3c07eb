import { test } from 'tap'
import { referral } from '../../scenarios/referral.ts'
import { account, desk, world } from './stage.ts'

const path = '/api/notaries'
const answer = async () => (await desk.get(path)).body
/** Of each log, how many entries are cosigned. */
const sizesIn = (body: string): number[] =>
  JSON.parse(body).rows.map(({ witnessed }: { witnessed: string }) => Number(witnessed.split('\n')[1]))
const all = (kind: string) => desk.page.waitForSelector(`[data-notary=${kind}] >> nth=2`)

test('a server that replays an old checkpoint is told so in red, by what this browser has seen before', async (t) => {
  const old = await answer()
  await referral(world, account)
  while (Math.min(...sizesIn(await answer())) <= Math.max(...sizesIn(old)))
    await desk.page.waitForTimeout(250)
  await desk.go('notaries', '[data-notary=witnessed] >> nth=2')
  await desk.page.route(`**${path}`, (route) => route.fulfill({ body: old, contentType: 'application/json' }))
  await desk.page.reload()
  await all('refused')
  t.match(await desk.text('[data-notary] .ant-alert-error'), /重放了旧的检查点，或日志被回滚/)
  await desk.picture('real-replayed')
  await desk.page.unroute(`**${path}`)
  await desk.page.reload()
  await all('witnessed')
})
