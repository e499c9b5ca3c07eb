import { connect } from 'node:tls'
import type { Organisation } from '../description/consortium.ts'
import { NetworkProblem } from '../problem.ts'

/** Whether a server there shows a certificate of this authority for this name, within five seconds. */
const showsCertificate = (
  host: string,
  port: number,
  servername: string,
  ca: string,
): Promise<string | true> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, servername, ca, timeout: 5000, ALPNProtocols: ['h2'] })
    const end = (answer: string | true) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('secureConnect', () => end(true))
    socket.once('error', (error) => end(error.message))
    socket.once('timeout', () => end('no answer'))
  })

/**
 * Connects to every peer of an organisation over TLS: the addresses are right and are theirs.
 * @param ca certificate of the organisation's TLS authority, PEM
 * @throws NetworkProblem `address-unreachable`
 */
export const requireReachable = async ({ peers, domain }: Organisation, ca: string) => {
  for (const { name, host, port } of peers) {
    const answer = await showsCertificate(host, port, `${name}.${domain}`, ca)
    if (answer === true) continue
    throw new NetworkProblem(
      'address-unreachable',
      `无法以该机构的证书连接 ${name}.${domain}（${host}:${port}）：${answer}`,
      `${name}.${domain} (${host}:${port}) cannot be reached with a certificate of this organisation: ${answer}`,
    )
  }
}
