import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type AccessEvent,
  createLogKeys,
  type RunningAccessLog,
  startAccessLog,
  tokenHash,
} from '@huren/access-log'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { type ExportableKey, type SigningKey, saveKey } from '@huren/crypto-config'
import type { InstitutionId, RecordId } from '@huren/records'
import type { RunningSystem } from '../dev-env/system.ts'
import { joinCloud } from '../scenarios/cast.ts'
import { committed, type ImagingCloud, now } from '../scenarios/world.ts'

const passphrase = randomBytes(32).toString('base64url')
const token = 'token-of-the-viewer-and-portal'
const isExportable = (key: SigningKey): key is ExportableKey => 'exportPrivate' in key

/** An imaging cloud beside a running system: its access log as a service, anchored through gateway and notary. */
export class Cloud {
  readonly institution: InstitutionId
  readonly keyFile: string
  readonly passphraseFile: string
  readonly #service: RunningAccessLog

  private constructor({ institution }: ImagingCloud, folder: string, service: RunningAccessLog) {
    this.institution = institution
    this.keyFile = join(folder, 'statement.key')
    this.passphraseFile = join(folder, 'passphrase')
    this.#service = service
  }

  static async start(system: RunningSystem, parent: string): Promise<Cloud> {
    const centrals = await loadCentrals(system.folders.organisations)
    const cloud = await joinCloud({ gateway: new Gateway({ url: system.url }), taken: [], centrals }, '4401')
    const folder = join(parent, 'cloud')
    const at = (name: string) => join(folder, name)
    await mkdir(at('data'), { recursive: true })
    await writeFile(at('passphrase'), passphrase, { mode: 0o600 })
    const callers = [{ name: 'viewer', sha256: tokenHash(token), may: ['append', 'read'] }]
    await writeFile(at('tokens.json'), JSON.stringify(callers))
    if (isExportable(cloud.log.key)) await saveKey(at('statement.key'), cloud.log.key, passphrase, 'random')
    await createLogKeys(at('keys'), passphrase)
    const service = await startAccessLog({
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: at('data'),
      publicDir: at('public'),
      institution: cloud.institution,
      origin: 'cloud.example/access',
      keysDir: at('keys'),
      statementKey: at('statement.key'),
      passphraseFile: at('passphrase'),
      tokensFile: at('tokens.json'),
      gateway: system.url,
      notary: system.notaries?.urls.at(-1) ?? '',
      anchorEvery: 200,
      proveEvery: 200,
    })
    return new Cloud(cloud, folder, service)
  }

  #post(path: string, body: unknown): Promise<Response> {
    return fetch(new URL(path, this.#service.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** Somebody looks at a person's images under a grant. */
  async look(patient: string, institution: InstitutionId, consent: RecordId): Promise<void> {
    const event: AccessEvent = {
      event: randomUUID() as RecordId,
      at: now(),
      institution,
      user: committed('a doctor'),
      consent,
      subject: committed(patient),
      study: committed('a study'),
      action: 'view',
    }
    const response = await this.#post('/v1/events', { events: [{ event, patient }] })
    if (!response.ok) throw new Error(await response.text())
  }

  /** The complete list of a person's accesses, as of a witnessed checkpoint of at least so many entries. */
  async list(name: string, size: number): Promise<string> {
    for (let round = 0; round < 150; round++) {
      const response = await this.#post('/v1/lists', { kind: 'patient', name })
      const text = await response.text()
      if (response.ok && this.#service.context.anchor.state.witnessed >= size) return text
      await pause(200)
    }
    throw new Error(JSON.stringify(this.#service.context.anchor.state))
  }

  close(): Promise<void> {
    return this.#service.close()
  }
}
