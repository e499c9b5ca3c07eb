import { once } from 'node:events'
import { connect } from 'node:tls'
import type { Known, ServedCertificate } from '@huren/explorer-model'
import { known, patience, unknown } from './known.ts'

const one = (name: string | string[] | undefined) => [name ?? ''].flat()[0] ?? ''

/**
 * Looks at a node's TLS certificate where it listens. Nothing is sent, and the certificate is not believed: it is only
 * looked at, for nodes renew theirs without any block telling of it.
 * @param address `host:port`
 */
export const servedCertificate = async (address: string): Promise<Known<ServedCertificate>> => {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? []
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['h2'] })
  try {
    // a node that asks for a client's certificate shows its own first
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(patience) })
    const { subject, issuer, valid_from, valid_to } = socket.getPeerCertificate()
    return known({
      name: one(subject.CN),
      issuer: one(issuer.CN),
      notBefore: new Date(valid_from).toISOString(),
      notAfter: new Date(valid_to).toISOString(),
    })
  } catch {
    return unknown('节点没有回应，看不到证书', 'the node does not answer: its certificate is not seen')
  } finally {
    socket.destroy()
  }
}
