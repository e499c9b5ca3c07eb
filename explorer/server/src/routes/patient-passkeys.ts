import type { Request, Server } from '@hapi/hapi'
import Joi from 'joi'
import { limitedTo, type PatientContext, problem, sessionOf } from '../patient/context.ts'
import type { Person } from '../sign-in/accounts.ts'

/** Loaded by the first who uses a passkey: it brings a library for certificates with it. */
const webAuthn = () => import('@simplewebauthn/server')

/** Half a year after the provider has vouched for the account, it is asked again. */
const lifetime = 180 * 86_400_000
const challengeLifetime = 5 * 60_000
const challengesAtMost = 10_000

/** WebAuthn wants a domain, by HTTPS or on this very machine (Web Authentication Level 3, section 5.1.2). */
export const passkeysWork = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return hostname === 'localhost' || (protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname))
}

const refused = () => problem(403, 'passkey-refused', '通行密钥未被接受', 'The passkey was not accepted')

/** Challenges that wait for their answer, once each. */
const waiting = () => {
  const until = new Map<string, number>()
  return {
    add: (challenge: string) => {
      for (const [known, end] of until) if (end <= Date.now()) until.delete(known)
      if (until.size >= challengesAtMost) throw problem(503, 'try-later', '请稍后再试', 'Try later')
      until.set(challenge, Date.now() + challengeLifetime)
    },
    take: (challenge: string) => {
      const end = until.get(challenge)
      until.delete(challenge)
      return end !== undefined && Date.now() < end
    },
  }
}

// what the browser's own call answers; the library checks each part of it
const credential = Joi.object({ id: Joi.string().max(1024).required() }).unknown()

/** A passkey of the device as sign-in, after the provider has vouched for the account once. */
export const patientPasskeyRoutes = (server: Server, { url, passkeys, sessions }: PatientContext): void => {
  if (!passkeysWork(url)) return
  const rpID = new URL(url).hostname
  const limit = limitedTo(60)
  const registrations = new Map<string, string>()
  const challenges = waiting()
  const personIn = ({ auth }: Pick<Request, 'auth'>): Person => Object(auth.credentials.user)
  server.route({
    method: 'GET',
    path: '/patient/api/passkey',
    handler: async (request) => {
      const { account, name } = personIn(request)
      const { generateRegistrationOptions } = await webAuthn()
      const options = await generateRegistrationOptions({
        rpName: '互认 Huren',
        rpID,
        userName: account,
        userDisplayName: name,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      for (const session of registrations.keys())
        if (!sessions.find(session, false)) registrations.delete(session)
      registrations.set(sessionOf(request), options.challenge)
      return options
    },
  })
  server.route({
    method: 'POST',
    path: '/patient/api/passkey',
    options: { validate: { payload: credential }, payload: { maxBytes: 16 * 1024 } },
    handler: async (request, h) => {
      const expectedChallenge = registrations.get(sessionOf(request))
      registrations.delete(sessionOf(request))
      if (!expectedChallenge) throw refused()
      const { verifyRegistrationResponse } = await webAuthn()
      const { registrationInfo } = await verifyRegistrationResponse({
        response: Object(request.payload),
        expectedChallenge,
        expectedOrigin: url,
        expectedRPID: rpID,
      }).catch(() => {
        throw refused()
      })
      if (!registrationInfo) throw refused()
      await passkeys.put(personIn(request), registrationInfo.credential, Date.now() + lifetime)
      return h.response().code(204)
    },
  })
  server.route({
    method: 'GET',
    path: '/patient/sign-in/passkey',
    options: { auth: false },
    handler: async (request) => {
      await limit(request)
      const { generateAuthenticationOptions } = await webAuthn()
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
      challenges.add(options.challenge)
      return options
    },
  })
  server.route<{ Payload: { id: string } }>({
    method: 'POST',
    path: '/patient/sign-in/passkey',
    options: { auth: false, validate: { payload: credential }, payload: { maxBytes: 16 * 1024 } },
    handler: async (request, h) => {
      await limit(request)
      const known = await passkeys.find(request.payload.id)
      if (!known) throw refused()
      const { verifyAuthenticationResponse } = await webAuthn()
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: Object(request.payload),
        expectedChallenge: challenges.take,
        expectedOrigin: url,
        expectedRPID: rpID,
        credential: known.credential,
      }).catch(() => {
        throw refused()
      })
      if (!verified) throw refused()
      await passkeys.count(known.credential.id, authenticationInfo.newCounter)
      return h.response().code(204).state('huren_session', sessions.begin(known.person))
    },
  })
}
