import { type AccessLogCheckpoint, accessLogCheckpoint, Refusal } from '@huren/records'
import type { LogHead } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put, type StateView } from '../state/view.ts'
import { isConsistent } from './consistency.ts'
import { institutionAt } from './institutions.ts'
import { defineRule, type Stated } from './rule.ts'

/** Each checkpoint of a log extends the one before; two that contradict each other cannot both stand. */
export const accessLogCheckpointRule = defineRule<AccessLogCheckpoint, LogHead>({
  type: accessLogCheckpoint,
  entity: (payload) => keys.log(payload.log),
  statements: ({ statement }) => [statement],
  async remembered({ log, size }, view) {
    const head = await view.get(keys.log(log))
    if (head && size < head.size) return (await view.get(keys.checkpoint(log, size)))?.statement
    return undefined
  },
  async apply(stated, head, view) {
    const { id, payload } = stated
    if (head) await checkExtension(payload, head, view)
    else await checkFirst(stated, view)
    const { issuer, log, size, root, index } = payload
    return [
      put(keys.log(log), { issuer, size, root, ...(index && { indexKey: index.key }), statement: id }),
      put(keys.checkpoint(log, size), { root, statement: id }),
    ]
  },
})

const checkFirst = async ({ payload, issuedAt }: Stated<AccessLogCheckpoint>, view: StateView) => {
  const { kind } = await institutionAt(view, payload.issuer, issuedAt)
  if (kind !== 'imaging-cloud' && kind !== 'hospital')
    throw new Refusal('issuer-mismatch', `a ${kind} keeps no access log`, 'issuer')
  if (payload.previousSize !== 0)
    throw new Refusal('log-unknown', 'the log has no checkpoint yet: the first one follows size 0', 'log')
}

const checkExtension = async (payload: AccessLogCheckpoint, head: LogHead, view: StateView) => {
  const { issuer, log, size, root, previousSize, consistency } = payload
  if (issuer !== head.issuer)
    throw new Refusal('issuer-mismatch', `the log belongs to ${head.issuer}`, 'issuer')
  if (size <= head.size) {
    const standing = size === head.size ? head : await view.get(keys.checkpoint(log, size))
    if (standing && standing.root !== root)
      throw new Refusal('log-fork', `another root stands at size ${size}`, 'root')
  }
  if (size <= head.size || previousSize !== head.size)
    throw new Refusal('log-size', `the next checkpoint grows from size ${head.size}`, 'previousSize')
  if (head.indexKey && payload.index?.key !== head.indexKey)
    throw new Refusal('log-index', 'a log keeps its index, and the key of its labels', 'index')
  if (!isConsistent(head, { size, root }, consistency))
    throw new Refusal(
      'log-fork',
      'the proof does not show that the log extends its last checkpoint',
      'consistency',
    )
}
