import { setTimeout as delay } from 'node:timers/promises'
import { Gateway, type StatementView, type Submitted, signedBy, verifyPromise } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import { type Envelope, newSalt, type PublicKey, statementId } from '@huren/records'
import type { RunningSystem } from '../dev-env/system.ts'
import type { Account } from './account.ts'
import { reportPayload } from './anchoring.ts'
import { ledgerIds } from './second-time.ts'
import { now, type World } from './world.ts'

/** How much is under way when the power is cut: requests of so many statements each, so many requests at a time. */
const load = { statements: 600, batch: 15, lanes: 4 }

const idOf = ({ payloadType, payload }: Envelope) => statementId(payloadType, Buffer.from(payload, 'base64'))

/** Further reports of the first hospital: the same bytes, committed anew. */
const drafts = ({ first, reports }: World): Envelope[] =>
  Array.from({ length: load.statements }, (_, index) => {
    const { example } = reports[index % reports.length] ?? {}
    if (!example) throw new Error('there are no reports to take')
    return signStatement('report', reportPayload(first, example, now(), newSalt()), [first.author.key])
  })

/**
 * Sends without trying again, so that what was acknowledged and what was not stay apart; every second request takes
 * the promise only, the others wait for the ledger.
 */
const sendUntilCut = async (gateway: Gateway, envelopes: readonly Envelope[], acknowledged: Submitted[]) => {
  const batches = Array.from({ length: Math.ceil(envelopes.length / load.batch) }, (_, index) =>
    envelopes.slice(index * load.batch, (index + 1) * load.batch),
  )
  const lane = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift())
      acknowledged.push(
        ...(await gateway.submit(batch, batches.length % 2 === 0 ? { wait: 0 } : { wait: 60 })),
      )
  }
  await Promise.allSettled(Array.from({ length: load.lanes }, lane))
}

/** SIGKILL for every process as soon as a third is acknowledged, or nothing is sent any more. */
const cutInTheMiddle = async (
  system: RunningSystem,
  acknowledged: readonly Submitted[],
  sending: Promise<unknown>,
) => {
  let over = false
  sending.finally(() => {
    over = true
  })
  while (acknowledged.length < load.statements / 3 && !over) await delay(1)
  await system.kill()
  await sending
}

const isOnLedger = async (gateway: Gateway, id: Submitted['id'], until: number): Promise<boolean> => {
  if (id === null) return false
  const view = await gateway.get<StatementView>('statements', id).catch(() => undefined)
  if (view?.stage === 'committed') return true
  if (Date.now() > until) return false
  await delay(200)
  return isOnLedger(gateway, id, until)
}

const isPromised = (gatewayKey: PublicKey, { id, promise }: Submitted): boolean => {
  if (!promise || id === null) return false
  return Boolean(verifyPromise(promise, gatewayKey, id))
}

/**
 * Every process is killed in the middle of the work and started again: what was acknowledged is there, once; what was
 * not is sent again, and is there once too (EXCH-9, EXCH-12).
 */
export const killed = async (world: World, account: Account, system: RunningSystem): Promise<void> => {
  account.heading('断电', 'Killed in the middle')
  const envelopes = drafts(world)
  const author = signedBy(world.first.author.key)
  const before = (await ledgerIds(world)).length
  const gatewayKey = await world.gateway.identity()
  const acknowledged: Submitted[] = []
  const once = new Gateway({ url: system.url, credentials: author, retries: 0 })
  await cutInTheMiddle(system, acknowledged, sendUntilCut(once, envelopes, acknowledged))
  const queued = acknowledged.filter(({ stage }) => stage === 'queued').length
  account.check(
    `${envelopes.length} 条提交到一半，全部进程被 SIGKILL；此前已答复 ${acknowledged.length} 条，每条都有网关签名的承诺`,
    `every process gets SIGKILL in the middle of ${envelopes.length} submissions; ${acknowledged.length} had been acknowledged (${queued} of them still queued), each with a promise signed by the gateway`,
    acknowledged.length > 0 &&
      acknowledged.length < envelopes.length &&
      acknowledged.every((result) => isPromised(gatewayKey, result)),
    acknowledged.length,
  )
  await system.restart()
  const gateway = world.gateway.as(author)
  const until = Date.now() + 60_000
  let kept = 0
  for (const { id } of acknowledged) if (await isOnLedger(gateway, id, until)) kept++
  account.check(
    `重新启动后，已答复的 ${acknowledged.length} 条全部在链上`,
    `after the restart all ${acknowledged.length} acknowledged statements are on the ledger`,
    kept === acknowledged.length,
    kept,
  )
  const results = await gateway.submit(envelopes, { wait: 60 })
  const after = await ledgerIds(world)
  const ids = new Set(after)
  account.check(
    `全部重发一遍：${envelopes.length} 条都在链上，各一条，不多不少`,
    `all are sent again: ${envelopes.length} are on the ledger, each once, no more and no fewer`,
    results.every(({ stage }) => stage === 'committed') &&
      after.length === before + envelopes.length &&
      ids.size === after.length &&
      envelopes.every((envelope) => ids.has(idOf(envelope))),
    { before, after: after.length, refused: results.find(({ stage }) => stage !== 'committed') },
  )
}
