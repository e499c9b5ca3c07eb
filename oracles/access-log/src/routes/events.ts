import type { Request, Server } from '@hapi/hapi'
import { type AccessErasure, accessErasure, type Instant, Refusal } from '@huren/records'
import type { Context } from '../context.ts'
import type { AccessReport } from '../event.ts'
import { callerOf, checkInstitution, withRight } from '../http/access.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Sequenced } from '../writer.ts'

/** Events in one request. */
export const mostEvents = 5_000
const mostBytes = 8 * 1024 * 1024

/** Only the shape of the batch: each event is checked by itself. @throws HttpProblem */
const reportsIn = (payload: unknown): AccessReport[] => {
  const events = typeof payload === 'object' && payload !== null && 'events' in payload && payload.events
  if (!Array.isArray(events)) throw new HttpProblem('body-invalid', 'the body is {"events": […]}')
  if (events.length > mostEvents)
    throw new HttpProblem('too-many-events', `at most ${mostEvents} events in one request`)
  if (!events.every((item) => typeof item === 'object' && item !== null))
    throw new HttpProblem('body-invalid', 'an event is {"event": {…}, "patient": "…"}')
  return events
}

const answer = (outcome: Sequenced | Refusal) =>
  outcome instanceof Refusal
    ? { code: outcome.code, detail: outcome.detail, ...(outcome.field && { field: outcome.field }) }
    : outcome

const append = (context: Context) => async (request: Request) => {
  const caller = callerOf(request)
  const reports = reportsIn(request.payload)
  if (caller.institution !== undefined)
    for (const { event } of reports) checkInstitution(caller, event?.institution)
  return { results: (await context.log.appendAll(reports)).map(answer) }
}

/** @throws HttpProblem `not-found` */
const entryOf = async ({ log }: Context, id: string): Promise<number> => {
  const index = await log.indexOf(id)
  if (index === undefined) throw new HttpProblem('not-found', 'the log has no such event')
  return index
}

const receipt = (context: Context) => async (request: Request) => {
  const caller = callerOf(request)
  const index = await entryOf(context, String(request.params.id))
  if (caller.institution !== undefined)
    checkInstitution(caller, (await context.log.eventAt(index))?.institution ?? '')
  return context.proofs().receipt(index)
}

const reasons = accessErasure.schema.extract('reason')

const erase = (context: Context) => async (request: Request) => {
  const { reason } = Object(request.payload) as { reason?: AccessErasure['reason'] }
  if (reason === undefined || reasons.validate(reason).error)
    throw new HttpProblem('body-invalid', 'reason is subject-request, retention-ended or entered-in-error')
  const index = await entryOf(context, String(request.params.id))
  return context.log.erase(index, reason, new Date().toISOString() as Instant)
}

/** Appending accesses, the receipt of one, and its erasure. */
export const eventRoutes = (server: Server, context: Context): void => {
  const payload = { maxBytes: mostBytes, allow: 'application/json' }
  server.route([
    {
      method: 'POST',
      path: '/v1/events',
      options: { auth: withRight('append'), payload },
      handler: append(context),
    },
    {
      method: 'GET',
      path: '/v1/events/{id}/receipt',
      options: { auth: withRight('read') },
      handler: receipt(context),
    },
    {
      method: 'POST',
      path: '/v1/events/{id}/erasure',
      options: { auth: withRight('erase'), payload },
      handler: erase(context),
    },
  ])
}
