import { test } from 'tap'
import { embeddedLedger } from './testing/embedded.ts'
import { replay } from './testing/replay.ts'
import { tellStory } from './testing/story.ts'

test('the same statements have the same answers on the embedded ledger and in memory', async (t) => {
  const { steps } = await tellStory()
  const { contract, close } = await embeddedLedger()
  t.teardown(close)
  t.strictSame(
    await replay(contract, steps),
    steps.map(({ answer }) => answer),
  )
  const refused = (code: string) => ({ details: [{ message: new RegExp(code) }] })
  for (const [code, name, argument] of [
    ['statement-unreadable: statement 1: json-malformed', 'Report:submit', '欧阳秀英 13800138000'],
    ['argument-malformed', 'Report:get', '欧阳秀英'],
    ['function-unknown', 'Report:get\n欧阳秀英', steps[0]?.args[0] ?? ''],
  ] as const)
    await t.rejects(contract.submitTransaction(name, argument), refused(code), `GAP-5: ${code}, and no order`)
})
