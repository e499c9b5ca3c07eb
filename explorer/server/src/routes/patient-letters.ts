import type { Request, Server } from '@hapi/hapi'
import { verifySignature } from '@huren/crypto-config'
import { checkSignedBy, type Letter, openDocument, openSelfSigned } from '@huren/letters'
import { field, type KeyId, type PublicKey } from '@huren/records'
import Joi from 'joi'
import { limitedTo, liveKey, type PatientContext, problem, shownKey } from '../patient/context.ts'
import { opened, textBody } from '../patient/documents.ts'
import { institutionKey, patientKeyState } from '../patient/key-state.ts'

/** Letters are signed when they are written, and sent soon after. */
const freshness = 15 * 60_000

const writerUnknown = () =>
  problem(
    403,
    'writer-unknown',
    '写信人的密钥未登记或已停用',
    'The writer’s key is not registered, or no longer',
  )

/** The key of whoever wrote: an institution's registered one, or another patient's bound one. */
const writersKey = async (
  { index }: PatientContext,
  from: KeyId,
  issuer?: Letter['issuer'],
): Promise<PublicKey> => {
  if (issuer) {
    const known = await institutionKey(index, from)
    if (known?.institution !== issuer) throw writerUnknown()
    return known.key
  }
  const { state, binding } = await patientKeyState(index, from)
  if (state !== 'bound' || !binding) throw writerUnknown()
  return binding
}

/** The letterbox: whoever has a registered key writes to a bound key; its holder reads. */
export const patientLetterRoutes = (server: Server, context: PatientContext): void => {
  const { letterbox, index } = context
  const limit = limitedTo(600)
  const accept = async (request: Request) => {
    await limit(request)
    const text = String(request.payload)
    const document = opened(() => openDocument('letter', text))
    const { letter, issuer, from, to, issuedAt, notAfter } = document.payload
    if (Math.abs(Date.now() - Date.parse(issuedAt)) > freshness)
      throw problem(403, 'clock-skew', '签发时间与此处时间不符', 'issuedAt does not fit the time here')
    const key = await writersKey(context, from, issuer)
    opened(() => checkSignedBy(document, key, verifySignature))
    if ((await patientKeyState(index, to)).state !== 'bound')
      throw problem(404, 'reader-unknown', '收信密钥未绑定', 'The reader’s key is not bound')
    const outcome = await letterbox.put(letter, {
      text,
      id: document.id,
      from,
      to,
      notAfter: Date.parse(notAfter),
    })
    if (outcome === 'full') throw problem(429, 'letterbox-full', '信箱已满', 'The letterbox is full')
    if (outcome === 'conflict')
      throw problem(409, 'record-exists', '已有此编号的信', 'There is a letter with this id')
    return { letter }
  }
  server.route({
    method: 'POST',
    path: '/patient/api/letters',
    options: { auth: false, ...textBody },
    handler: async (request, h) => h.response(await accept(request)).code(201),
  })
  server.route({
    method: 'GET',
    path: '/patient/api/letters',
    handler: async (request) => {
      const { key } = await liveKey(context, request)
      return { letters: (await letterbox.list(key)).map(({ text }) => text) }
    },
  })
  server.route<{ Params: { key: KeyId } }>({
    method: 'POST',
    path: '/patient/api/recalls/{key}',
    options: {
      auth: false,
      ...textBody,
      validate: { params: Joi.object({ key: field.keyId().required() }) },
    },
    handler: async (request, h) => {
      await limit(request)
      const document = opened(() => openDocument('recall', String(request.payload)))
      const { from, letter } = document.payload
      const own = await patientKeyState(index, from)
      const key = own.binding ?? (await institutionKey(index, from))?.key
      if (!key) throw writerUnknown()
      opened(() => checkSignedBy(document, key, verifySignature))
      await letterbox.recall(request.params.key, letter, from)
      return h.response().code(204)
    },
  })
  server.route({
    method: 'POST',
    path: '/patient/api/cards',
    options: textBody,
    handler: async (request, h) => {
      const text = String(request.payload)
      const { payload } = opened(() => openSelfSigned('card', text, verifySignature))
      if ((await shownKey(context, request)).key !== payload.key)
        throw problem(403, 'key-not-shown', '不是本机的密钥', 'This is not the key that was shown')
      await letterbox.putCard(payload.key, text)
      return h.response().code(204)
    },
  })
  server.route<{ Params: { key: KeyId } }>({
    method: 'GET',
    path: '/patient/api/cards/{key}',
    options: { auth: false, validate: { params: Joi.object({ key: field.keyId().required() }) } },
    handler: async (request, h) => {
      await limit(request)
      const { key } = request.params
      const text = await letterbox.card(key)
      if (!text || (await patientKeyState(index, key)).state !== 'bound')
        throw problem(404, 'reader-unknown', '没有这把密钥的名片', 'There is no card of this key')
      return h.response(text).type('application/json')
    },
  })
}
