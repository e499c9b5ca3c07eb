import { type Gateway, signedBy } from '@huren/client'
import { statementId } from '@huren/records'
import type { Account } from './account.ts'
import type { Signer, World } from './world.ts'

/** All statements of the ledger, as a central organisation reads them, oldest and newest alike. */
export const ledgerIds = async ({
  gateway,
  centrals,
}: Pick<World, 'gateway' | 'centrals'>): Promise<string[]> => {
  const [central] = centrals
  if (!central) throw new Error('a central organisation is needed to read everything')
  const ids: string[] = []
  const everything: AsyncGenerator<{ id: string }> = gateway
    .as(signedBy(central.key))
    .list('statements', { limit: 200 })
  for await (const { id } of everything) ids.push(id)
  return ids
}

/** What everybody sent, each sender's statements together. */
const bySigner = ({ taken }: World): Map<Signer, World['taken'][number]['envelope'][]> => {
  const groups = new Map<Signer, World['taken'][number]['envelope'][]>()
  for (const { signer, envelope } of taken) groups.set(signer, [...(groups.get(signer) ?? []), envelope])
  return groups
}

const sent = ({ taken }: World) =>
  taken.map(({ envelope: { payloadType, payload } }) =>
    statementId(payloadType, Buffer.from(payload, 'base64')),
  )

/** Sends all of it again. */
const sendAgain = async (world: World, gateway: Gateway = world.gateway) => {
  const results = []
  for (const [{ key }, envelopes] of bySigner(world))
    results.push(...(await gateway.as(signedBy(key)).submit(envelopes, { wait: 60 })))
  return results
}

/** Everything is sent a second time, and nothing is there twice (EXCH-9). */
export const secondTime = async (world: World, account: Account) => {
  account.heading('再发一遍', 'Everything a second time')
  const before = await ledgerIds(world)
  const results = await sendAgain(world)
  const after = await ledgerIds(world)
  account.check(
    `重发 ${results.length} 条声明，全部答复“已在链上”`,
    `${results.length} statements are sent again; each answer is "on the ledger before"`,
    results.length === world.taken.length && results.every(({ outcome }) => outcome === 'duplicate'),
    results.find(({ outcome }) => outcome !== 'duplicate'),
  )
  const same = after.length === before.length || !world.alone
  account.check(
    world.alone ? `账本仍是 ${before.length} 条，没有一条重复` : '账本上没有一条重复',
    world.alone
      ? `the ledger still holds ${before.length} statements, none twice`
      : 'no statement is on the ledger twice',
    same && new Set(after).size === after.length && sent(world).every((id) => after.includes(id)),
    { before: before.length, after: after.length },
  )
}
