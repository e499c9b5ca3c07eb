import type { Server } from '@hapi/hapi'
import { verifySignature } from '@huren/crypto-config'
import { openSelfSigned } from '@huren/letters'
import { type PatientContext, problem, sessionOf, shownKey } from '../patient/context.ts'
import { opened, textBody } from '../patient/documents.ts'
import { patientKeyState } from '../patient/key-state.ts'
import { passkeysWork } from './patient-passkeys.ts'

/** A session shows the key of the device, by signing a challenge for this server alone. */
export const patientPresenceRoutes = (server: Server, context: PatientContext): void => {
  const { presences, index, url, settings } = context
  server.route({
    method: 'GET',
    path: '/patient/api/site',
    handler: (request) => ({
      ...request.auth.credentials.user,
      audience: url,
      passkeys: passkeysWork(url),
      ...(settings.gateway && { gateway: settings.gateway }),
      challenge: presences.challenge(sessionOf(request)),
    }),
  })
  server.route({
    method: 'POST',
    path: '/patient/api/presence',
    options: textBody,
    handler: async (request) => {
      const { payload } = opened(() => openSelfSigned('presence', String(request.payload), verifySignature))
      const session = sessionOf(request)
      if (payload.audience !== url || !presences.take(session, payload.challenge))
        throw problem(403, 'challenge-stale', '验证已过期，请重试', 'The challenge is over; try again')
      presences.show(session, payload.key)
      return patientKeyState(index, payload.key)
    },
  })
  server.route({
    method: 'GET',
    path: '/patient/api/key',
    handler: async (request) => shownKey(context, request),
  })
}
