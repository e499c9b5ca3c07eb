import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { GatewaySettings } from '../index.ts'

const program = join(import.meta.dirname, '../main.ts')

const environment = ({ ledger, dataDir, key, passphraseFile }: GatewaySettings) => ({
  HUREN_LISTEN: '127.0.0.1:0',
  HUREN_DATA: dataDir,
  HUREN_LEDGER: ledger.address,
  HUREN_LEDGER_TLS_CERT: ledger.tlsCertificate,
  HUREN_MSP_ID: ledger.mspId,
  HUREN_IDENTITY_CERT: ledger.identityCertificate,
  HUREN_IDENTITY_KEY: ledger.identityKey,
  HUREN_GATEWAY_KEY: key,
  HUREN_PASSPHRASE_FILE: passphraseFile,
  HUREN_LOG_LEVEL: 'silent',
})

/** The exit code, or the name of the signal that ended the process. */
const exitOf = ([code, signal]: (number | string | null)[]) => code ?? signal

const { PATH, NODE_COMPILE_CACHE } = process.env
/** Where Node keeps what it compiled; it writes there too, so not where files are short. */
const compiled = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}

/**
 * Runs the gateway as a process of its own, configured by its environment, so that it can be killed.
 * @param fileSize KiB that a file may have at most (RLIMIT_FSIZE), as if the disk were full then
 */
export const startGatewayProcess = async (settings: GatewaySettings, fileSize?: number) => {
  const limit = fileSize === undefined ? '' : `ulimit -f ${fileSize * 2} && `
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$1"`, process.execPath, program], {
    env: { PATH, ...(fileSize === undefined && compiled), ...environment(settings) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    closed.then(() => Promise.reject(new Error('the gateway did not start'))),
  ])
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    closed: closed.then(exitOf),
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      return exitOf(await closed)
    },
  }
}
