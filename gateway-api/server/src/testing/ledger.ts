import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createConsortium } from '@huren/crypto-config'

const program = join(import.meta.dirname, '../../../../network/embedded/src/main.ts')

export interface LedgerProcess {
  readonly address: string
  readonly pid: number
  /** Ends the process; `SIGKILL` as if the power had failed. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts the embedded ledger as a process of its own, as an operator does. */
export const startLedgerProcess = async (dir: string, port = 0): Promise<LedgerProcess> => {
  const args = [
    '--data',
    join(dir, 'ledger'),
    '--consortium',
    join(dir, 'consortium'),
    '--port',
    String(port),
  ]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    closed.then(() => Promise.reject(new Error('the ledger did not start'))),
  ])
  const { address, tlsRootCert, pid } = JSON.parse(line)
  await writeFile(join(dir, 'ledger-tls.pem'), tlsRootCert)
  return {
    address,
    pid,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await closed
    },
  }
}

/** X.509 side of the three central organisations, and where the gateway finds its own identity. */
export const prepareConsortium = async (dir: string) => {
  const [first] = await createConsortium(join(dir, 'consortium'), { orderers: 1 })
  if (!first) throw new Error('a consortium has organisations')
  const member = await first.member('user', 'gateway')
  const identity = { certificate: join(dir, 'gateway-cert.pem'), key: join(dir, 'gateway-key.pem') }
  await writeFile(identity.certificate, member.certificate)
  await writeFile(identity.key, member.privateKey, { mode: 0o600 })
  return { mspId: first.mspId, identity }
}
