/** How a notary is, in its own words; what it publishes. */
export interface AskedNotary {
  readonly url: string
  readonly answers: boolean
  readonly health: unknown
  readonly checkpoint: string | undefined
  readonly witnessed: string | undefined
  readonly alarms: readonly unknown[]
}

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

/** Asks one notary for everything that is shown of it. Never throws. */
export const askNotary = async (url: string): Promise<AskedNotary> => {
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
