import t, { test } from 'tap'
import { embeddedLedger } from './testing/embedded.ts'
import { replay } from './testing/replay.ts'
import { tellStory } from './testing/story.ts'

t.setTimeout(120_000)

test('the same statements have the same answers on the embedded ledger and in memory', async (t) => {
  const { steps } = await tellStory()
  const { contract, close } = await embeddedLedger()
  t.teardown(close)
  t.strictSame(
    await replay(contract, steps),
    steps.map(({ answer }) => answer),
  )
  for (const [code, name, argument] of [
    ['statement-unreadable: statement 1: json-malformed', 'Report:submit', '欧阳秀英 13800138000'],
    ['argument-malformed', 'Report:get', '欧阳秀英'],
    ['function-unknown', 'Report:get\n欧阳秀英', steps[0]?.args[0] ?? ''],
  ] as const)
    t.match(
      await contract.submitTransaction(name, argument).catch((error: unknown) => error),
      { name: 'EndorseError', details: [{ message: new RegExp(code) }] },
      `GAP-5: ${code}, and no order`,
    )
})
