import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { reservePort } from '@huren/cli/src/start/port.ts'
import { centralOrganisations, layout } from '@huren/crypto-config'
import { createNotaryKeys, loadNotaryKeys, type NotaryKeys, type NotaryOptions } from '@huren/notary'
import type { RunningSystem } from './system.ts'

export type LedgerAccess = NotaryOptions['ledger']

/** The notaries of the three central organisations, each a process of its own, the supervisor's last. */
export interface Notaries {
  readonly institutions: readonly string[]
  readonly urls: readonly string[]
  readonly keys: readonly NotaryKeys[]
  readonly pids: readonly number[]
  stop(): Promise<void>
}

const main = join(fileURLToPath(import.meta.resolve('@huren/notary')), '..', 'main.ts')
const passphrase = randomBytes(32).toString('base64url')

/** How each central organisation reaches the one embedded ledger of `huren start`. */
export const embeddedAccess = ({ ledger, folders: { consortium } }: RunningSystem): LedgerAccess[] => {
  const [{ domain: first }] = centralOrganisations
  return centralOrganisations.map(({ domain, mspId }) => {
    const user = layout(join(consortium, domain), domain).member('user', 'gateway')
    return {
      address: ledger,
      tlsCertificate: layout(join(consortium, first), first).tlsCaCertificate,
      mspId,
      identityCertificate: user.certificate,
      identityKey: user.privateKey,
    }
  })
}

const prepare = async (dir: string, i: number) => {
  const keysDir = join(dir, `keys-${i}`)
  const { domain } = centralOrganisations[i] ?? centralOrganisations[0]
  await createNotaryKeys(keysDir, { origin: `${domain}/log`, witness: domain }, passphrase, 'random')
  const keys = await loadNotaryKeys(keysDir, passphrase)
  const listen = await reservePort({ host: '127.0.0.1', port: 0 }, 'HUREN_NOTARY_LISTEN')
  const url = `http://${listen.host}:${listen.port}`
  return { keysDir, keys, url, institution: `GD-0000-0000${i + 1}` }
}
type Prepared = Awaited<ReturnType<typeof prepare>>

const launch = async (dir: string, i: number, all: readonly Prepared[], ledger: LedgerAccess) => {
  const own = all[i]
  if (!own) throw new RangeError(`no notary ${i}`)
  const witnesses = join(dir, `witnesses-${i}.json`)
  const peers = all
    .filter((other) => other !== own)
    .map(({ institution, url, keys }) => ({
      institution,
      url,
      log: keys.log.verifierKey,
      cosigner: keys.cosigner.verifierKey,
    }))
  await writeFile(witnesses, JSON.stringify({ peers }))
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      HUREN_NOTARY_LISTEN: new URL(own.url).host,
      HUREN_NOTARY_DATA: join(dir, `data-${i}`),
      HUREN_NOTARY_INSTITUTION: own.institution,
      HUREN_NOTARY_KEYS: own.keysDir,
      HUREN_NOTARY_WITNESSES: witnesses,
      HUREN_PASSPHRASE_FILE: join(dir, 'passphrase'),
      HUREN_LEDGER: ledger.address,
      HUREN_LEDGER_TLS_CERT: ledger.tlsCertificate,
      HUREN_LEDGER_TLS_NAME: ledger.tlsServerName ?? '',
      HUREN_MSP_ID: ledger.mspId,
      HUREN_IDENTITY_CERT: ledger.identityCertificate,
      HUREN_IDENTITY_KEY: ledger.identityKey,
    },
  })
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

const end = async (child: ChildProcess) => {
  const gone = once(child, 'exit')
  if (child.kill('SIGTERM')) await gone
}

/** @param ledgers of consensus one, consensus two and the supervisor */
export const startNotaries = async (dir: string, ledgers: readonly LedgerAccess[]): Promise<Notaries> => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'passphrase'), passphrase, { mode: 0o600 })
  const all = await Promise.all(ledgers.map((_, i) => prepare(dir, i)))
  const children = await Promise.all(ledgers.map((ledger, i) => launch(dir, i, all, ledger)))
  return {
    institutions: all.map(({ institution }) => institution),
    urls: all.map(({ url }) => url),
    keys: all.map(({ keys }) => keys),
    pids: children.map(({ pid }) => pid ?? 0),
    stop: async () => {
      await Promise.all(children.map(end))
    },
  }
}
