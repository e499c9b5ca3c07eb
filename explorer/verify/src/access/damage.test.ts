import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'tap'
import { verifyAccessList } from './list.ts'
import { verifyAccessReceipt } from './receipt.ts'

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly {
    readonly name: string
    readonly now: number
    readonly subject?: string
    readonly trust: number
    readonly receipt: number
  }[]
}
const file = join(import.meta.dirname, '..', '..', 'vectors', 'access.json')
const { texts, cases }: Vectors = JSON.parse(readFileSync(file, 'utf8'))
const runs = Number(process.env.FUZZ ?? 120)

/** What a verdict says happened; all that damage must not change. */
const said = (verdict: ReturnType<typeof verifyAccessReceipt> | ReturnType<typeof verifyAccessList>) => {
  if (verdict.outcome === 'rejected') return undefined
  const { log, statement } = { log: verdict.log.log, statement: verdict.log.statement.id }
  return JSON.stringify([log, statement, 'entry' in verdict ? verdict.entry : verdict.entries])
}

const vectors = [
  'access receipt: an erased access',
  'access list: all of a person',
  'access list: of nobody, the place taken',
]
for (const name of vectors) {
  const vector = cases.find((one) => one.name === name)
  const [text, trust] = [texts[vector?.receipt ?? -1] ?? '', texts[vector?.trust ?? -1] ?? '']
  const judge = (damaged: string) =>
    vector?.subject === undefined
      ? verifyAccessReceipt(damaged, trust, vector?.now)
      : verifyAccessList(damaged, trust, { name: vector.subject, now: vector.now })

  test(`damage never makes ${name} say something else, and never throws`, async (t) => {
    const whole = said(judge(text))
    t.ok(whole)
    const internal: string[] = []
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 33, max: 126 }), fc.nat(3), (at, code, cut) => {
        const damaged = text.slice(0, at) + String.fromCharCode(code).repeat(cut) + text.slice(at + 1)
        const verdict = judge(damaged)
        if (verdict.outcome === 'rejected' && verdict.code === 'internal') internal.push(damaged)
        const found = said(verdict)
        return found === undefined || found === whole
      }),
      { numRuns: runs },
    )
    t.equal(internal.length, 0, 'every refusal has a reason')
  })
}
