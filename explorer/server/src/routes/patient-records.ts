import { readFile } from 'node:fs/promises'
import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import { field, type KeyId, parseEnvelope } from '@huren/records'
import Joi from 'joi'
import { liveKey, type PatientContext, problem } from '../patient/context.ts'
import { institutionKey, type PatientKeyState } from '../patient/key-state.ts'
import { namesIn } from '../patient/names.ts'
import { receiptOf } from '../patient/receipt.ts'

/** What a patient sees of the records whose random ids they hold; grants of other people are not among it. */
const shown = new Set([
  'report',
  'quality-mark',
  'decision',
  'access',
  'emergency-access',
  'emergency-review',
  'consent',
  'consent-revocation',
  'consent-erasure',
  'patient-key',
  'key-revocation',
])
/** Statements about one record; more are said to be cut off. */
const longest = 1000
const isKey = (id: string): id is KeyId => /^[0-9a-f]{64}$/.test(id)

const maySee = (text: string, keys: PatientKeyState['keys']) => {
  const { type, payload } = parseEnvelope(text)
  if (!shown.has(type.name)) return false
  if (type.name !== 'consent') return true
  return keys.some((key) => payload.grantor === key || payload.relative === key)
}

/** Everything on the ledger about the patient's own keys and about records whose ids came in their letters. */
export const patientRecordRoutes = (server: Server, context: PatientContext): void => {
  const { index, readings, settings } = context
  const timeLine = async (id: string, keys: PatientKeyState['keys']) => {
    const rows = await index.timeLine(id, longest)
    const texts = await index.buckets.texts.getMany(rows.map(({ key }) => key))
    const shownRows = rows.flatMap(({ key, row }, i) => {
      const text = texts[i]
      return text !== undefined && maySee(text, keys) ? [{ position: key, id: row.id, at: row.at, text }] : []
    })
    return { id, rows: shownRows, cut: rows.length === longest }
  }
  server.route<{ Payload: { ids: string[] } }>({
    method: 'POST',
    path: '/patient/api/timelines',
    options: {
      validate: {
        payload: Joi.object({
          ids: Joi.array().items(field.recordId(), field.keyId()).min(1).max(200).unique().required(),
        }),
      },
    },
    handler: async (request) => {
      const { ids } = request.payload
      const { keys } = await liveKey(context, request)
      if (ids.some((id) => isKey(id) && !keys.includes(id)))
        throw problem(403, 'forbidden', '不是您的密钥', 'That is not a key of yours')
      const { account, role } = Object(request.auth.credentials.user)
      // which records is nobody else's business, not even the auditor's
      await readings.write({ at: new Date().toISOString(), account, role, path: request.path })
      const found = await Promise.all(ids.map((id) => timeLine(id, keys)))
      return {
        height: index.height,
        rows: Object.fromEntries(found.map(({ id, rows }) => [id, rows])),
        cut: found.filter(({ cut }) => cut).map(({ id }) => id),
      }
    },
  })
  server.route<{ Params: { key: KeyId } }>({
    method: 'GET',
    path: '/patient/api/signers/{key}',
    options: { validate: { params: Joi.object({ key: field.keyId().required() }) } },
    handler: async ({ params }) => {
      const known = await institutionKey(index, params.key)
      if (!known) throw notFound('没有登记这把密钥 This key is not registered')
      return { institution: known.institution, id: known.statement, text: known.text }
    },
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/patient/api/receipts/{id}',
    options: { validate: { params: Joi.object({ id: field.statementId().required() }) } },
    handler: async ({ params }, h) => receiptOf(settings.notary, params.id, h),
  })
  server.route({
    method: 'GET',
    path: '/patient/api/trust',
    handler: async (_, h) => {
      if (!settings.trust) throw notFound('没有配置信任文件 No trust file is configured')
      return h.response(await readFile(settings.trust, 'utf8')).type('application/json')
    },
  })
  server.route({
    method: 'GET',
    path: '/patient/api/names',
    handler: () => namesIn(settings.documents),
  })
}
