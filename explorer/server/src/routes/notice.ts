import { readFile } from 'node:fs/promises'
import { notFound } from '@hapi/boom'
import type { Server } from '@hapi/hapi'
import { field } from '@huren/records'
import Joi from 'joi'
import type { Context } from '../context.ts'
import { isPublished, type Notice, noticeOf } from '../notice/notice.ts'
import { namesIn } from '../patient/names.ts'
import { receiptOf } from '../patient/receipt.ts'
import { unlogged } from '../readings/log.ts'
import { Recent } from '../recent.ts'

const open = { auth: false, app: unlogged } as const
const byId = { params: Joi.object({ id: field.statementId().required() }) }
/** Milliseconds: what is published changes by decision of the central organisations, a few times a month. */
const kept = 30_000

/**
 * What anybody may know (互认信息公示, PROV-27): who recognises, what is recognised, by which rule, why not; each with the
 * statement that says so, and its receipt. Nothing of a person is in it, and nobody signs in.
 */
export const noticeRoutes = (server: Server, { index, settings }: Context): void => {
  const noticeNow = new Recent<Promise<Notice>>(kept)
  server.route({
    method: 'GET',
    path: '/notice/api/recognition',
    options: open,
    handler: async () => ({
      ...(await noticeNow.get('', () => noticeOf(index, Date.now()))),
      names: await namesIn(settings.documents),
    }),
  })
  const publishedText = async (id: string): Promise<string> => {
    const [key] = await index.entriesOf(id)
    const text = key && (await index.buckets.texts.get(key))
    const [found] = key ? await index.rows([key]) : []
    if (!text || !found || !isPublished(found.row)) throw notFound('没有公示此声明 This is not published')
    return text
  }
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/notice/api/statements/{id}',
    options: { ...open, validate: byId },
    handler: async ({ params }, h) => h.response(await publishedText(params.id)).type('application/json'),
  })
  server.route<{ Params: { id: string } }>({
    method: 'GET',
    path: '/notice/api/receipts/{id}',
    options: { ...open, validate: byId },
    handler: async ({ params }, h) => {
      await publishedText(params.id)
      return receiptOf(settings.notary, params.id, h)
    },
  })
  server.route({
    method: 'GET',
    path: '/notice/api/trust',
    options: open,
    handler: async (_, h) => {
      if (!settings.trust) throw notFound('没有配置信任文件 No trust file is configured')
      return h.response(await readFile(settings.trust, 'utf8')).type('application/json')
    },
  })
}
