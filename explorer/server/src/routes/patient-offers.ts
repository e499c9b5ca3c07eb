import type { Server } from '@hapi/hapi'
import { verifySignature } from '@huren/crypto-config'
import { openSelfSigned } from '@huren/letters'
import Joi from 'joi'
import { limitedTo, type PatientContext, problem, sessionOf } from '../patient/context.ts'
import { opened, textBody } from '../patient/documents.ts'

interface Offered {
  readonly text: string
  readonly session: string
  readonly until: number
}

/** How long the code on a patient's screen holds, in milliseconds. */
const lifetime = 10 * 60_000
const offersAtMost = 10_000

/** Binding codes: the patient's device leaves its card here, the counter that read the code takes it, once. */
export const patientOfferRoutes = (server: Server, _: PatientContext): void => {
  const offers = new Map<string, Offered>()
  const limit = limitedTo(30)
  const forget = (gone: (offer: Offered) => boolean) => {
    for (const [code, offer] of offers) if (gone(offer)) offers.delete(code)
  }
  server.route({
    method: 'POST',
    path: '/patient/api/offers',
    options: textBody,
    handler: (request, h) => {
      const text = String(request.payload)
      const { payload } = opened(() => openSelfSigned('card', text, verifySignature))
      if (!payload.code) throw problem(400, 'payload-invalid', '缺少一次性码', 'code is required')
      const session = sessionOf(request)
      forget((offer) => offer.session === session || offer.until <= Date.now())
      if (offers.size >= offersAtMost) throw problem(503, 'offers-full', '请稍后再试', 'Try later')
      const until = Date.now() + lifetime
      offers.set(payload.code, { text, session, until })
      return h.response({ until: new Date(until).toISOString() }).code(201)
    },
  })
  server.route<{ Payload: { code: string } }>({
    method: 'POST',
    path: '/patient/api/offers/take',
    options: {
      auth: false,
      validate: {
        payload: Joi.object({
          code: Joi.string()
            .pattern(/^[\w-]{22}$/)
            .required(),
        }),
      },
    },
    handler: async (request, h) => {
      await limit(request)
      const { code } = request.payload
      const offer = offers.get(code)
      offers.delete(code)
      if (!offer || offer.until <= Date.now())
        throw problem(404, 'offer-unknown', '绑定码无效或已用过', 'This code is not known, over, or used')
      return h.response(offer.text).type('application/json')
    },
  })
}
