import type { Server } from '@hapi/hapi'
import type { Context } from '../context.ts'

const ask = async (url: string): Promise<string | undefined> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
  // how a notary is, it says with any status
  return answer?.text().catch(() => undefined)
}

const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Logs and checkpoints as the notaries publish them; who cosigned is checked in the browser, by the trust file. */
export const notaryRoutes = (server: Server, { settings }: Context): void => {
  const one = async (url: string) => {
    const [health, checkpoint, witnessed, alarms] = await Promise.all(
      ['healthz', 'checkpoint', 'checkpoint.witnessed', 'alarms'].map((path) => ask(`${url}/${path}`)),
    )
    const known = parsed(alarms)
    return {
      url,
      answers: health !== undefined,
      health: parsed(health),
      checkpoint,
      witnessed,
      alarms: Array.isArray(known) ? known : [],
    }
  }
  server.route({
    method: 'GET',
    path: '/api/notaries',
    handler: async () => {
      const urls = settings.notaries ?? (settings.notary ? [settings.notary] : [])
      return { rows: await Promise.all(urls.map(one)) }
    },
  })
}
