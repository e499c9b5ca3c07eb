import { Problem } from '../../api.ts'
import type { Device } from '../../patient/device/device.ts'
import { signRequest } from '../../patient/device/sign.ts'
import { signInAgain } from '../../sign-in-again.ts'
import type { Site } from './site.ts'

/** A statement that waits in the gateway. */
export interface Waiting {
  readonly id: string
  readonly family: string
  readonly receivedAt: string
  readonly deadline: string
  readonly replays: number
  readonly envelope: object
}
export interface RefusedStatement {
  readonly id: string
  readonly at: string
  readonly code: string
  readonly field?: string
  readonly detail: string
}
export interface DeadLetter extends Waiting {
  readonly diedAt: string
  readonly replayAt: string
  readonly cause: { readonly code: string; readonly detail: string }
}

/** A refusal with its stable code. */
export class GatewayProblem extends Problem {
  readonly code: string
  constructor(status: number, code: string, title: string) {
    super(status, title)
    this.code = code
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new GatewayProblem(
      502,
      'answer-unreadable',
      '网关的回答无法读取 The gateway’s answer cannot be read',
    )
  }
}

/**
 * Asks the gateway, signed by this desk's key (RFC 9421); the explorer's server only carries it.
 * @param path under `/v1/` @throws GatewayProblem
 */
export const askGateway = async <T>(
  { gateway }: Site,
  device: Device,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<T> => {
  const headers = await signRequest(device, `${gateway}/v1/${path}`, undefined, method)
  const response = await fetch(`/api/hospital/gateway/${path}`, {
    method,
    headers,
    signal: AbortSignal.timeout(15_000),
  }).catch(() => {
    throw new GatewayProblem(0, 'server-away', '服务器没有回应 The server does not answer')
  })
  const answer = parsed(await response.text())
  if (response.ok) return answer as T
  const {
    code = String(response.status),
    title = '',
    detail = '',
  }: Readonly<Record<string, string>> = Object(answer)
  // the gateway refuses with 401 too: only the session's own end means to sign in again
  if (code === 'not-signed-in') signInAgain()
  throw new GatewayProblem(response.status, code, detail || title)
}
