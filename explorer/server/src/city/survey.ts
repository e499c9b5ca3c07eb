import type { Feed, GatewayLoad, GatewayState, Known, SiteState } from '@huren/explorer-model'
import { Recent } from '../recent.ts'
import { readFeed } from './feed.ts'
import { gatewayLoad, gatewayState } from './gateway.ts'
import { servedCertificate } from './served-certificate.ts'
import type { CitySite } from './sites.ts'

export type Served = SiteState['served'][number]

/** Everything that can be asked of a city's part. */
export interface Survey {
  readonly site: CitySite
  readonly feed: Known<Feed>
  readonly gateway: Known<GatewayState>
  readonly load: Known<GatewayLoad>
  readonly served: readonly Served[]
}

const survey = async (site: CitySite): Promise<Survey> => {
  const addresses = site.addresses ?? []
  const [feed, gateway, load, served] = await Promise.all([
    readFeed(site),
    gatewayState(site),
    gatewayLoad(site),
    Promise.all(
      addresses.map(async (address) => ({ address, certificate: await servedCertificate(address) })),
    ),
  ])
  return { site, feed, gateway, load, served }
}

/** Milliseconds; many pages that are open at once ask a city's programs once. */
const moment = 2000

/** Asks the cities' programs, each at most once in a moment. */
export class Surveys {
  readonly #recent = new Recent<Promise<Survey>>(moment)

  of(sites: readonly CitySite[]): Promise<Survey[]> {
    return Promise.all(sites.map((site) => this.#recent.get(site.city, () => survey(site))))
  }
}
