import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { warmHuren } from '@huren/cli/src/testing/huren.ts'
import { Gateway, type Submitted, signedBy } from '@huren/client'
import { type ExportableKey, type SigningKey, saveKey, signStatement } from '@huren/crypto-config'
import { startBrowser } from '@huren/explorer-web/testing'
import {
  type Commitment,
  commit,
  type Decision,
  type Envelope,
  type Instant,
  type ItemCode,
  type KeyUse,
  newSalt,
  type ReasonCode,
  type RecordId,
  type SigningKey as Registration,
  type Report,
  type StatementId,
} from '@huren/records'
import { type RunningSystem, startSystem, temporaryFolder } from '../dev-env/system.ts'
import { joinHospital } from '../scenarios/cast.ts'
import {
  committed,
  type Hospital,
  hours,
  later,
  newId,
  newSigner,
  now,
  type Signer,
} from '../scenarios/world.ts'

const isExportable = (key: SigningKey): key is ExportableKey => 'exportPrivate' in key
const passphrase = randomBytes(32).toString('base64url')

export interface Stated {
  readonly id: StatementId
  readonly report: RecordId
}

/** Two hospitals of a running system: the first is the one whose door is opened. */
export class Hospitals {
  readonly #gateway: Gateway
  readonly #folder: string
  readonly #cli = warmHuren()
  readonly first: Hospital
  readonly second: Hospital

  private constructor(gateway: Gateway, folder: string, first: Hospital, second: Hospital) {
    this.#gateway = gateway
    this.#folder = folder
    this.first = first
    this.second = second
  }

  static async join(system: RunningSystem, folder: string): Promise<Hospitals> {
    const gateway = new Gateway({ url: system.url })
    const joining = { gateway, taken: [], centrals: await loadCentrals(system.folders.organisations) }
    const [first, second] = [await joinHospital(joining, '4401'), await joinHospital(joining, '4403')]
    const { key } = first.administration
    if (isExportable(key)) await saveKey(join(folder, 'administration.key'), key, passphrase, 'random')
    await writeFile(join(folder, 'passphrase'), passphrase, { mode: 0o600 })
    return new Hospitals(gateway, folder, first, second)
  }

  close(): void {
    this.#cli.close()
  }

  /** What the first hospital's administrator does with the payload that the desk shows: the command line, as it says there. */
  async register(payload: string): Promise<void> {
    const own = [
      '--key',
      join(this.#folder, 'administration.key'),
      '--passphrase-file',
      join(this.#folder, 'passphrase'),
    ]
    const file = join(this.#folder, 'desk-key.json')
    await writeFile(file, payload)
    const signed = await this.#cli.huren(['sign', 'signing-key', file, ...own])
    const submitted = await this.#cli.huren(['submit', ...own, '--url', this.#gateway.url.href], {
      stdin: signed.stdout,
    })
    if (submitted.code !== 0) throw new Error(signed.stderr + submitted.stderr)
  }

  /** The same without the command line, for a further desk. */
  async registerQuickly(payload: Registration, { institution, administration }: Hospital): Promise<void> {
    const own = { ...payload, issuedAt: now(), issuer: institution, institution }
    const [result] = await this.send(administration, [
      signStatement('signing-key', own, [administration.key]),
    ])
    if (result?.stage !== 'committed') throw new Error(`a desk: ${result?.code}`)
  }

  /** Sends what a hospital signed. @param wait seconds */
  send({ key }: Signer, envelopes: readonly Envelope[], wait = 60): Promise<Submitted[]> {
    return this.#gateway.as(signedBy(key)).submit(envelopes, { wait })
  }

  /** A final report, signed and not sent. */
  report({ institution, author }: Hospital, item = 'L00001'): { envelope: Envelope; payload: Report } {
    const payload: Report = {
      ...{ issuer: institution, issuedAt: now(), report: newId(), version: 1, status: 'final' },
      item: item as ItemCode,
      ...{ subject: committed('a person'), content: committed('a report'), format: 'pdf' },
      performedAt: new Date(Date.now() - hours(30)).toISOString() as Instant,
    }
    return { envelope: signStatement('report', payload, [author.key]), payload }
  }

  async state(hospital: Hospital, item?: string): Promise<Stated> {
    const { envelope, payload } = this.report(hospital, item)
    const [result] = await this.send(hospital.author, [envelope])
    if (!result?.id || result.stage !== 'committed')
      throw new Error(`report: ${result?.code ?? result?.stage}`)
    return { id: result.id, report: payload.report }
  }

  /** The first hospital decides on a report of the second. */
  async decide(signer: Signer, { id, report }: Stated, recognised: boolean): Promise<StatementId> {
    const payload: Decision = {
      ...{ issuer: this.first.institution, issuedAt: now(), decision: newId(), report, statement: id },
      ...{ item: 'L00001' as ItemCode, rule: 1, moment: 'order' },
      ...{ subject: committed('a visitor'), encounter: committed('a visit') },
      outcome: recognised ? 'recognised' : 'not-recognised',
      ...(!recognised && { reason: 'NR01' as ReasonCode, dictionary: 1 }),
    }
    const [result] = await this.send(signer, [signStatement('decision', payload, [signer.key])])
    if (!result?.id || result.stage !== 'committed')
      throw new Error(`decision: ${result?.code ?? result?.stage}`)
    return result.id
  }

  /** A doctor of the first hospital, whose name is committed in the key's registration. */
  async doctor(name: string): Promise<{ readonly signer: Signer; readonly salt: string }> {
    const { institution, administration } = this.first
    const [signer, salt] = [newSigner('ES256'), newSalt()]
    const holder: Commitment = commit(salt, new TextEncoder().encode(name))
    const { id: key, algorithm, publicKey } = signer.key
    const uses: KeyUse[] = ['recognition']
    const payload: Registration = {
      ...{ issuer: institution, issuedAt: now(), institution, key, algorithm, publicKey, uses, holder },
      ...{ notBefore: now(), notAfter: later(hours(24 * 20)) },
    }
    await this.send(administration, [signStatement('signing-key', payload, [administration.key])])
    return { signer, salt: Buffer.from(salt).toString('hex') }
  }
}

const alive = async (url: string) => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true

const until = async (holds: () => Promise<boolean>, what: string) => {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await delay(100)
  }
  throw new Error(`never: ${what}`)
}

/** Keeps a part of the system away while `meanwhile` runs: its supervisor is stopped, so that it does not bring it back. */
export const without = async (
  system: RunningSystem,
  part: 'ledger' | 'gateway',
  meanwhile: () => Promise<void>,
): Promise<void> => {
  const { start, [part]: pid } = system.pids
  process.kill(start, 'SIGSTOP')
  try {
    process.kill(pid, 'SIGKILL')
    await meanwhile()
  } finally {
    process.kill(start, 'SIGCONT')
  }
  await until(() => alive(system.url), `${part} is back`)
}

/** Milliseconds that the gateway of this test promises: what it cannot deliver by then is a dead letter. */
const deadline = 6000

export const setStage = async () => {
  const folder = await temporaryFolder()
  process.env.HUREN_DEADLINE_MS = String(deadline)
  process.env.HUREN_REPLAY_MS = String(hours(1))
  const system = await startSystem({ data: folder.path, without: [] })
  const { browser, close } = await startBrowser()
  const hospitals = await Hospitals.join(system, folder.path)
  return {
    system,
    hospitals,
    browser,
    until,
    close: async () => {
      hospitals.close()
      await close()
      await system.stop()
      await folder.remove()
    },
  }
}
