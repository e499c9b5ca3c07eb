import type { Server } from '@hapi/hapi'
import { type PatientContext, problem } from '../patient/context.ts'
import { textBody } from '../patient/documents.ts'

/** What the device's own HTTP signature covers (RFC 9421); the gateway checks it, this server only carries it. */
const carried = ['content-type', 'content-digest', 'signature', 'signature-input', 'prefer']

/** Carries signed statements to the gateway as they are. It could drop one, and could neither make nor change one. */
export const patientGatewayRoutes = (server: Server, { settings }: PatientContext): void => {
  server.route({
    method: 'POST',
    path: '/patient/api/statements',
    options: textBody,
    handler: async (request, h) => {
      if (!settings.gateway) throw problem(404, 'no-gateway', '没有配置网关', 'No gateway is configured')
      const headers = carried.flatMap((name): [string, string][] => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value]] : []
      })
      const answer = await fetch(`${settings.gateway}/v1/statements`, {
        method: 'POST',
        headers,
        body: new Uint8Array(request.payload as Buffer),
        signal: AbortSignal.timeout(70_000),
      }).catch(() => {
        throw problem(502, 'gateway-away', '网关没有回应', 'The gateway does not answer')
      })
      return h
        .response(await answer.text())
        .code(answer.status)
        .type(answer.headers.get('content-type') ?? 'application/json')
    },
  })
}
