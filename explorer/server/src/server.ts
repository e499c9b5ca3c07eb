import { randomBytes } from 'node:crypto'
import { badRequest, forbidden } from '@hapi/boom'
import { server as createServer, type Request, type ResponseToolkit, type Server } from '@hapi/hapi'
import * as inert from '@hapi/inert'
import type { ExplorerIndex } from '@huren/explorer-index'
import Joi from 'joi'
import { checkRole } from './access/scope.ts'
import { differingSince } from './access-logs/reports.ts'
import { accessLogSites } from './access-logs/sites.ts'
import { defaults, type ExplorerSettings } from './config.ts'
import type { Context } from './context.ts'
import { Office } from './office/office.ts'
import { readingLog } from './readings/log.ts'
import { Readings } from './readings/readings.ts'
import { Schedules } from './reports/schedules.ts'
import { chainRoutes } from './routes/chain.ts'
import { channelRoutes } from './routes/channel.ts'
import { cityRoutes } from './routes/city.ts'
import { eventRoutes } from './routes/events.ts'
import { findingRoutes } from './routes/findings.ts'
import { hospitalRoutes } from './routes/hospital.ts'
import { notaryRoutes } from './routes/notaries.ts'
import { noticeRoutes } from './routes/notice.ts'
import { addPatientRoutes } from './routes/patient.ts'
import { proofRoutes } from './routes/proof.ts'
import { reconciliationRoutes } from './routes/reconciliations.ts'
import { reportRoutes, tableOf } from './routes/reports.ts'
import { ruleRoutes } from './routes/rules.ts'
import { searchRoutes } from './routes/search.ts'
import { siteRoutes } from './routes/site.ts'
import { statementRoutes } from './routes/statements.ts'
import { headers, strictPolicy } from './security.ts'
import { Accounts } from './sign-in/accounts.ts'
import { Attempts } from './sign-in/attempts.ts'
import { passwordRoutes } from './sign-in/password.ts'
import { embedProvider } from './sign-in/provider.ts'
import { Sessions } from './sign-in/sessions.ts'
import { signInRoutes } from './sign-in/sign-in.ts'
import { Watch } from './watch/watch.ts'

const routes = [
  statementRoutes,
  searchRoutes,
  chainRoutes,
  proofRoutes,
  notaryRoutes,
  noticeRoutes,
  findingRoutes,
  reconciliationRoutes,
  ruleRoutes,
  reportRoutes,
  eventRoutes,
  siteRoutes,
  channelRoutes,
  cityRoutes,
  hospitalRoutes,
]

export type ExplorerOptions = Omit<ExplorerSettings, keyof typeof defaults> & Partial<ExplorerSettings>
export interface RunningExplorer {
  readonly url: string
  close(): Promise<void>
}

/** A browser says where a request comes from: no other site changes anything here in somebody's name. */
const checkOrigin = (request: Request, h: ResponseToolkit) => {
  const from = request.headers['sec-fetch-site']
  const changes = request.method !== 'get' && request.path.startsWith('/api/')
  if (changes && from !== undefined && from !== 'same-origin')
    throw forbidden('请求来自其他网站 This request comes from another site')
  return h.continue
}

/** In words of ours: nothing of what went wrong inside, and where hapi has but a phrase of its own. */
const titleOf = (status: number, message: string): string => {
  if (status === 500) return '内部错误 Internal error'
  return message === 'Not Found' ? '没有此页 There is nothing here' : message
}

/** Errors as RFC 9457 problems; security headers on everything. */
const finish = (request: Request, h: ResponseToolkit) => {
  const { response } = request
  const answer =
    'isBoom' in response
      ? h
          .response({
            status: response.output.statusCode,
            // 502 is said in words of ours: somebody else did not answer
            title: titleOf(response.output.statusCode, response.message),
            code: response.output.payload.error.toLowerCase().replaceAll(' ', '-'),
          })
          .code(response.output.statusCode)
          .type('application/problem+json')
      : response
  for (const [name, value] of Object.entries(headers)) answer.header(name, value)
  if (!answer.headers['content-security-policy']) answer.header('content-security-policy', strictPolicy)
  if (request.path.startsWith('/api/')) answer.header('cache-control', 'no-store')
  return 'isBoom' in response ? answer : h.continue
}

const addSignIn = async (server: Server, url: string, { signIn }: ExplorerSettings, sessions: Sessions) => {
  if (signIn.kind === 'provider')
    return signInRoutes(
      server,
      url,
      signIn.issuer,
      { id: signIn.clientId, secret: signIn.clientSecret },
      sessions,
    )
  const client = { id: 'huren-explorer', secret: randomBytes(32).toString('base64url') }
  signInRoutes(server, url, `${url}/oidc`, client, sessions)
  const accounts = await Accounts.load(signIn.accounts)
  const attempts = new Attempts(accounts)
  embedProvider(server, url, accounts, attempts, client)
  passwordRoutes(server, { accounts, attempts, sessions })
}

/** Says which parameter is wrong and repeats nothing of what was sent. */
const refuse = (_request: Request, _h: ResponseToolkit, error?: Error) => {
  const [name] = error && Joi.isError(error) ? (error.details[0]?.path ?? []) : []
  const which = /^[a-z]{1,20}$/i.test(String(name)) ? ` ${name}` : ''
  throw badRequest(`参数${which} 不正确 A parameter is not valid:${which}`)
}

/**
 * Serves the web application and its API over an index.
 * @param trouble why the index gets no blocks, if so
 */
export const startExplorer = async (
  options: ExplorerOptions,
  index: ExplorerIndex,
  trouble: Context['trouble'] = () => undefined,
): Promise<RunningExplorer> => {
  const settings: ExplorerSettings = { ...defaults, ...options }
  const readings = await Readings.open(settings.dataDir)
  const sessions = new Sessions(settings.idle, settings.longest)
  const server = createServer({
    ...settings.listen,
    routes: {
      validate: {
        failAction: refuse,
      },
    },
  })
  server.validator(Joi)
  await server.register(inert.plugin)
  server.ext('onPreAuth', checkOrigin)
  server.ext('onPostAuth', checkRole)
  const log = readingLog(readings)
  server.ext('onPreHandler', (request, h) => log(request, h))
  server.ext('onPreResponse', finish)
  await server.start()
  const url = settings.publicUrl ?? `http://${settings.listen.host}:${server.info.port}`
  await addSignIn(server, url, settings, sessions)
  const office = await Office.open(settings.dataDir, settings.indicators)
  const watch = new Watch(index, office, async (since) =>
    differingSince(await accessLogSites(settings.accessLogs), since),
  )
  const schedules = new Schedules(settings.dataDir, office, (report) => tableOf({ index, office }, report))
  const context = {
    settings,
    index,
    readings,
    sessions,
    office,
    watch,
    schedules,
    trouble,
  }
  for (const add of routes) add(server, context)
  const letterbox = await addPatientRoutes(server, url, context)
  watch.start()
  await schedules.start()
  return {
    url,
    close: async () => {
      await server.stop({ timeout: 1000 })
      schedules.stop()
      await watch.stop()
      await office.close()
      await readings.close()
      await letterbox.close()
    },
  }
}
