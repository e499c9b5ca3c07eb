import type { ResponseObject } from '@hapi/hapi'
import { problem } from './context.ts'

/** The notary's answer as it is: a receipt, or the stage that a statement has reached. */
export const receiptOf = async (
  notary: string | undefined,
  id: string,
  h: { response(text: string): ResponseObject },
) => {
  if (!notary) throw problem(404, 'no-notary', '没有配置公证节点', 'No notary is configured')
  const answer = await fetch(`${notary}/receipts/${id}`, { signal: AbortSignal.timeout(5000) }).catch(() => {
    throw problem(502, 'notary-away', '公证节点没有回应', 'The notary does not answer')
  })
  return h
    .response(await answer.text())
    .code(answer.status)
    .type(answer.ok ? 'application/json' : 'application/problem+json')
}
