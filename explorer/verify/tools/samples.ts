import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The receipts among the vectors that must pass. */
export const passingSamples = () => {
  const file = join(import.meta.dirname, '..', 'vectors', 'passing.json')
  const { texts, cases }: { texts: string[]; cases: { receipt: number; trust: number; now: number }[] } =
    JSON.parse(readFileSync(file, 'utf8'))
  return cases.map(({ receipt, trust, now }) => ({ receipt: texts[receipt]!, trust: texts[trust]!, now }))
}
