import type { Request, ResponseToolkit, Server } from '@hapi/hapi'
import type { Context } from '../context.ts'
import { problem, sessionOf } from '../patient/context.ts'
import { Letterbox } from '../patient/letterbox.ts'
import { Passkeys } from '../patient/passkeys.ts'
import { Presences } from '../patient/presences.ts'
import { patientGatewayRoutes } from './patient-gateway.ts'
import { patientLetterRoutes } from './patient-letters.ts'
import { patientOfferRoutes } from './patient-offers.ts'
import { patientPasskeyRoutes } from './patient-passkeys.ts'
import { patientPresenceRoutes } from './patient-presence.ts'
import { patientRecordRoutes } from './patient-records.ts'

const isPatients = (request: Request) => request.path.startsWith('/patient/api/')

/** A browser says where a request comes from: no other site acts in a patient's name. Institutions' programs say nothing. */
const checkOrigin = (request: Request, h: ResponseToolkit) => {
  const from = request.headers['sec-fetch-site']
  if (
    request.path.startsWith('/patient/') &&
    request.method !== 'get' &&
    (from ?? 'same-origin') !== 'same-origin'
  )
    throw problem(403, 'other-site', '请求来自其他网站', 'This request comes from another site')
  return h.continue
}

const checkRole = (request: Request, h: ResponseToolkit) => {
  const { user } = request.auth.credentials ?? {}
  if (isPatients(request) && request.auth.isAuthenticated && Object(user).role !== 'patient')
    throw problem(403, 'forbidden', '这里只供患者本人使用', 'This is for patients alone')
  return h.continue
}

const neverCached = (request: Request, h: ResponseToolkit) => {
  const { response } = request
  if (isPatients(request) && !('isBoom' in response)) response.header('cache-control', 'no-store')
  return h.continue
}

/** The patient's door: its API stands under `/patient/api/`, beside the offices' own. */
export const addPatientRoutes = async (
  server: Server,
  url: string,
  context: Context,
): Promise<{ close(): Promise<void> }> => {
  const passkeys = await Passkeys.open(context.settings.dataDir)
  const letterbox = await Letterbox.open(context.settings.dataDir)
  const presences = new Presences((session) => context.sessions.find(session, false) !== undefined)
  server.ext('onPostAuth', checkOrigin)
  server.ext('onPostAuth', checkRole)
  server.ext('onPreResponse', neverCached)
  server.events.on('response', (request) => {
    if (request.path === '/sign-out') presences.forget(sessionOf(request))
  })
  const shared = { ...context, url, letterbox, passkeys, presences }
  for (const add of [
    patientPresenceRoutes,
    patientPasskeyRoutes,
    patientOfferRoutes,
    patientLetterRoutes,
    patientRecordRoutes,
    patientGatewayRoutes,
  ])
    add(server, shared)
  return {
    close: async () => {
      await letterbox.close()
      await passkeys.close()
    },
  }
}
