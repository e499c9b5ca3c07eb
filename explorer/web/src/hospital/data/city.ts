import { recordTypeNamed } from '@huren/records'
import type { Device } from '../../patient/device/device.ts'
import type { Listed } from './compare.ts'
import { askGateway } from './gateway.ts'
import { dayOf, type Site } from './site.ts'

interface View {
  readonly id: string
  readonly type: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly committedAt: string
}

/** Pages of 200 for each type; a hospital that states more in the period is told that the list was cut. */
const pages = 15

/** How a type's statements of one institution are asked for: by an indexed field, where it has one. */
const fieldOf = (type: string) =>
  ['issuer', 'institution'].find((name) => recordTypeNamed(type)?.indexed.some((each) => each === name))

const ofType = async (site: Site, device: Device, type: string, from: string, to: string) => {
  const field = fieldOf(type)
  const rows: Listed[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const query = new URLSearchParams({ type, order: 'newest', limit: '200' })
    if (field) query.set(field, site.id)
    if (cursor) query.set('cursor', cursor)
    const answer = await askGateway<{ items: View[]; next?: string }>(site, device, `statements?${query}`)
    for (const { id, payload, committedAt } of answer.items) {
      const day = dayOf(committedAt)
      if (payload.issuer === site.id && from <= day && day <= to) rows.push({ id, type, day })
    }
    const last = answer.items.at(-1)
    if (!answer.next || (last && dayOf(last.committedAt) < from)) return { rows, cut: false }
    cursor = answer.next
  }
  return { rows, cut: true }
}

/**
 * What the city's gateway has of this hospital in a period, type by type. Its index is made from its own peer's blocks
 * by another program than the explorer's.
 * @param from a day in China @param to likewise, included @throws GatewayProblem
 */
export const cityList = async (
  site: Site,
  device: Device,
  types: readonly string[],
  from: string,
  to: string,
): Promise<{ readonly rows: readonly Listed[]; readonly cut: readonly string[] }> => {
  const rows: Listed[] = []
  const cut: string[] = []
  for (const type of types) {
    const found = await ofType(site, device, type, from, to)
    rows.push(...found.rows)
    if (found.cut) cut.push(type)
  }
  return { rows, cut }
}
