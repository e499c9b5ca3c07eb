import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import { alarmsOf } from '../city/alarms.ts'
import { certificatesOf, channelOf } from '../city/channel.ts'
import { type CityContext, cityPersonOf, clientsOf, ofCity, sitesOf } from '../city/context.ts'
import { known, unknown } from '../city/known.ts'
import { requestOf } from '../city/requests.ts'
import { type Survey, Surveys } from '../city/survey.ts'
import type { Context } from '../context.ts'
import { type AskedNotary, askNotary } from '../notaries/ask.ts'
import { Recent } from '../recent.ts'

const checkRole = (request: Request, h: ResponseToolkit) => {
  if (request.path.startsWith('/api/city/') && request.auth.isAuthenticated) cityPersonOf(request)
  return h.continue
}

/** What requests there are; who asks for how a city runs gets them apart. */
const withoutRequests = ({ site: { city, name, mspId, gateway }, feed, ...rest }: Survey) => ({
  ...rest,
  ...{ city, name, mspId, gatewayAddress: gateway },
  feed: feed.known ? known({ ...feed.value, requests: undefined }, feed.at) : feed,
})

const requestsOf = (survey: Survey, channel: Awaited<ReturnType<typeof channelOf>>) => {
  const { site, feed } = survey
  const { city, name } = site
  if (!feed.known) return { city, name, requests: feed }
  const { requests } = feed.value
  if (!requests)
    return {
      city,
      name,
      requests: unknown(
        '没有指定交换文件的目录（huren network feed --requests）',
        'no folder of exchanged files is named (huren network feed --requests)',
      ),
    }
  const waiting = requests.waiting.map((each) => requestOf(each, channel))
  return { city, name, requests: known({ ...requests, waiting }, feed.at) }
}

/** How a notary is; the rest of it is on the regulator's page. */
const briefly = ({ url, answers, health, alarms }: AskedNotary) => ({
  url,
  answers,
  health,
  alarms: alarms.length,
})

/** The city's door: how its nodes, gateway and certificates are, what is wrong, what waits for a signature (CITY-33). */
export const cityRoutes = (server: Server, shared: Context): void => {
  const context: CityContext = { ...shared, surveys: new Surveys() }
  const { index, settings, trouble, surveys } = context
  const notariesNow = new Recent<Promise<AskedNotary[]>>(2000)
  const notaries = () => notariesNow.get('', () => Promise.all((settings.notaries ?? []).map(askNotary)))
  const surveysFor = (request: Request) => surveys.of(sitesOf(context, cityPersonOf(request)))
  server.ext('onPostAuth', checkRole)
  server.route({
    method: 'GET',
    path: '/api/city/operation',
    options: ofCity,
    handler: async (request) => {
      const [sites, asked] = await Promise.all([surveysFor(request), notaries()])
      return {
        at: new Date().toISOString(),
        index: { height: index.height, receiving: trouble() === undefined },
        sites: sites.map(withoutRequests),
        notaries: asked.map(briefly),
      }
    },
  })
  server.route({
    method: 'GET',
    path: '/api/city/alarms',
    options: ofCity,
    handler: async (request) => {
      const [sites, asked, certificates] = await Promise.all([
        surveysFor(request),
        notaries(),
        certificatesOf(index, clientsOf(context, cityPersonOf(request))),
      ])
      const watched = { surveys: sites, certificates, notaries: asked, trouble: trouble() }
      return { rows: alarmsOf(watched, Date.now()) }
    },
  })
  server.route({
    method: 'GET',
    path: '/api/city/requests',
    options: ofCity,
    handler: async (request) => {
      const [sites, channel] = await Promise.all([surveysFor(request), channelOf(index)])
      return { sites: sites.map((survey) => requestsOf(survey, channel)), pending: channel.pending }
    },
  })
}
