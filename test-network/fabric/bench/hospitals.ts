import type { CentralOrganisation } from '@huren/cli/src/start/organisations.ts'
import { type Gateway, signedBy } from '@huren/client'
import type { Algorithm, CatalogueItem, Institution, ItemCode } from '@huren/records'
import { admission, type Hospital, newHospital } from '../../bench/hospitals.ts'
import type { Sender } from '../../bench/load.ts'
import { signedReport } from '../../bench/reports.ts'

/** Hospitals of so many cities, in turn. */
export const hospitalsOf = (cities: number, hospitals: number): Hospital[] =>
  Array.from({ length: hospitals }, (_, index) =>
    newHospital(index, String(4401 + (index % cities)) as Institution['city']),
  )

/** @throws Error with the refusal */
export const admit = async (
  gateway: Gateway,
  centrals: readonly CentralOrganisation[],
  hospitals: readonly Hospital[],
) => {
  const [first] = centrals
  if (!first) throw new Error('there are central organisations')
  const results = await gateway.as(signedBy(first.key)).submit(admission(hospitals, centrals), { wait: 60 })
  const refused = results.find(({ stage }) => stage !== 'committed')
  if (refused) throw new Error(`a hospital was not admitted: ${JSON.stringify(refused)}`)
}

export const anItem = async (gateway: Gateway): Promise<ItemCode> => {
  for await (const { item } of gateway.list<CatalogueItem>('items')) return item
  throw new Error('the catalogue is empty')
}

/** One sender for each hospital, who signs reports with SM2 and ES256 in turn. */
export const sendersOf = (gateway: Gateway, hospitals: readonly Hospital[], item: ItemCode): Sender[] =>
  hospitals.map((hospital) => {
    let turn = 0
    const algorithm = (): Algorithm => (turn++ % 2 === 0 ? 'SM2-SM3' : 'ES256')
    return {
      gateway: gateway.as(signedBy(hospital.keys.ES256)),
      sign: () => signedReport(hospital, algorithm(), item),
    }
  })
