import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layout, loadConsortium, type Organisation } from '@huren/crypto-config'
import type { NotaryOptions } from '../config.ts'
import { createNotaryKeys, loadNotaryKeys, type NotaryKeys } from '../keys/notary-keys.ts'
import { type RunningNotary, startNotary } from '../notary.ts'
import { trialOrganisations, trustFileOf } from './trust-file.ts'

export interface TrialOptions {
  /** The folder of `huren start`, with `consortium` and `organisations` in it. */
  readonly data: string
  /** host:port of its ledger. */
  readonly ledger: string
  readonly host: string
  /** One for each notary. */
  readonly ports: readonly number[]
}
export interface Trial {
  readonly urls: readonly string[]
  /** The trust file for receipts of this trial. */
  readonly trust: string
  close(): Promise<void>
}

const isThere = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error
}

/** Keys made once; the passphrase lies beside them, since a trial keeps everything on one machine. */
const ensureKeys = async (home: string, folder: string): Promise<NotaryKeys> => {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'passphrase')
  await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(isThere)
  const passphrase = await readFile(file, 'utf8')
  const names = { origin: `${folder}.huren.local/log`, witness: `${folder}.huren.local` }
  await createNotaryKeys(join(home, 'keys'), names, passphrase, 'random').catch(isThere)
  return loadNotaryKeys(join(home, 'keys'), passphrase)
}

const settingsOf = (
  { data, ledger, host, ports }: TrialOptions,
  i: number,
  organisations: readonly Organisation[],
  keys: readonly NotaryKeys[],
): NotaryOptions => {
  const { mspId, domain } = organisations[i] as Organisation
  const { institution, folder } = trialOrganisations[i] as (typeof trialOrganisations)[number]
  const paths = layout(join(data, 'consortium', domain), domain)
  const user = paths.member('user', 'gateway')
  const home = join(data, 'notaries', folder)
  const others = trialOrganisations.flatMap(({ institution }, n) => {
    const key = keys[n]
    if (n === i || !key) return []
    return [
      {
        institution,
        url: `http://${host}:${ports[n]}`,
        log: key.log.verifierKey,
        cosigner: key.cosigner.verifierKey,
      },
    ]
  })
  return {
    listen: { host, port: ports[i] ?? 0 },
    dataDir: join(home, 'data'),
    institution,
    keysDir: join(home, 'keys'),
    passphraseFile: join(home, 'passphrase'),
    ledger: {
      address: ledger,
      // The embedded ledger is one process: the first organisation's authority vouches for its TLS certificate.
      tlsCertificate: layout(
        join(data, 'consortium', organisations[0]?.domain ?? ''),
        organisations[0]?.domain ?? '',
      ).tlsCaCertificate,
      mspId,
      identityCertificate: user.certificate,
      identityKey: user.privateKey,
    },
    witnesses: { peers: others },
  }
}

/**
 * Starts the three notaries of a trial beside a running `huren start`, and writes its trust file. One process for all
 * three proves nothing to anybody else: in earnest each organisation runs its own.
 * @throws Error when the folder holds no trial or a port is taken
 */
export const startTrialNotaries = async (options: TrialOptions): Promise<Trial> => {
  const { data } = options
  const organisations = await loadConsortium(join(data, 'consortium'))
  const keys: NotaryKeys[] = []
  for (const { folder } of trialOrganisations)
    keys.push(await ensureKeys(join(data, 'notaries', folder), folder))
  const trust = join(data, 'trust.json')
  await writeFile(trust, await trustFileOf(join(data, 'organisations'), keys))
  const running: RunningNotary[] = []
  const close = async () => {
    await Promise.all(running.map((notary) => notary.close()))
  }
  try {
    for (const i of trialOrganisations.keys())
      running.push(await startNotary(settingsOf(options, i, organisations, keys)))
  } catch (error) {
    await close()
    throw error
  }
  return { urls: running.map(({ url }) => url), trust, close }
}
