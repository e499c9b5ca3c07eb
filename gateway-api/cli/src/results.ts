import type { Submitted } from '@huren/client'
import { RefusedError } from './exit.ts'
import { type OutputOptions, print, say } from './output.ts'

const words: Record<string, string> = {
  queued: '已受理 queued',
  committed: '已上链 committed',
  duplicate: '已在链上 on the ledger before',
  refused: '被拒绝 refused',
  dead: '未能送达 not delivered',
}

const line = ({ id, stage, outcome, block, code, field, detail }: Submitted) => {
  const word = words[outcome === 'duplicate' ? outcome : stage] ?? stage
  const where = block === undefined ? '' : `  区块 block ${block}`
  const why = code === undefined ? '' : `  ${code}${field ? ` (${field})` : ''}: ${detail}`
  return `${id ?? '-'}  ${word}${where}${why}`
}

const kept = ({ stage }: Submitted) => stage === 'committed' || stage === 'queued'

/** What was promised for many statements together is told once. */
const answerOf = (results: readonly Submitted[]) => {
  const promises = new Set(results.flatMap(({ promise }) => promise ?? []))
  return { results: results.map(({ promise: _, ...result }) => result), promises: [...promises] }
}

/** Prints what became of each statement. @throws RefusedError when one of them was not taken */
export const printResults = (results: readonly Submitted[], options: OutputOptions) => {
  print(answerOf(results), options, () => {
    for (const result of results) say(line(result))
  })
  const lost = results.filter((result) => !kept(result))
  const [first] = lost
  if (!first) return
  throw new RefusedError(
    first.code ?? first.stage,
    `${lost.length} / ${results.length} 未上链 not on the ledger`,
  )
}
