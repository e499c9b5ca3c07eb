import { signWith } from '@huren/letters'
import { type Envelope, type Payload, parseEnvelope, recordTypeNamed, validate } from '@huren/records'
import type { Device } from '../device/device.ts'
import { signerOf, signRequest } from '../device/sign.ts'
import { type Site, send } from './server.ts'

interface Result {
  readonly id: string | null
  readonly stage: 'queued' | 'committed' | 'refused' | 'dead'
  readonly code?: string
  readonly detail?: string
}
export interface Submitted {
  readonly id: string
  /** The envelope as it was sent. */
  readonly text: string
  readonly result: Result
}

/** Checks a statement as the ledger will, and signs it with the device's key. @throws Refusal */
export const signStatement = (device: Device, type: string, payload: Payload): Promise<Envelope> => {
  const known = recordTypeNamed(type)
  if (known) validate<Payload>(known.schema, payload)
  return signWith(type, payload, signerOf(device))
}

/** Hands signed statements to the gateway and waits until they are on the ledger. @throws Problem */
export const submit = async (
  site: Site,
  device: Device,
  envelopes: readonly Envelope[],
): Promise<readonly Submitted[]> => {
  const body = JSON.stringify({ statements: envelopes })
  const headers = await signRequest(device, `${site.gateway}/v1/statements`, body)
  const { results } = JSON.parse(await send('statements', body, { ...headers, prefer: 'wait=30' }))
  return envelopes.map((envelope, i) => {
    const text = JSON.stringify(envelope)
    return { id: parseEnvelope(text).id, text, result: results[i] }
  })
}
