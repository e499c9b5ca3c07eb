import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { warmHuren } from '@huren/cli/src/testing/huren.ts'
import { Gateway } from '@huren/client'
import { type ExportableKey, type SigningKey, saveKey } from '@huren/crypto-config'
import type { Content, Openings } from '@huren/letters'
import {
  type Access,
  type Commitment,
  type Consent,
  commit,
  type Decision,
  type EmergencyAccess,
  type Instant,
  type InstitutionId,
  type ItemCode,
  type KeyId,
  newSalt,
  type ReasonCode,
  type RecordId,
  type Report,
  type StatementId,
} from '@huren/records'
import type { RunningSystem } from '../dev-env/system.ts'
import { bindPatient, joinHospital } from '../scenarios/cast.ts'
import {
  committed,
  type Hospital,
  hours,
  later,
  newId,
  now,
  type Signer,
  state,
  type World,
} from '../scenarios/world.ts'

/** What the first hospital keeps of a report, with which the patient's commitment opens. */
export interface KeptReport {
  readonly report: RecordId
  readonly statement: StatementId
  readonly item: ItemCode
  readonly salt: string
  readonly title: string
}

/** An institution that writes: a key of its own in a file. */
interface Sender {
  readonly institution: InstitutionId
  readonly keyFile: string
  readonly passphraseFile: string
}

const isExportable = (key: SigningKey): key is ExportableKey => 'exportPrivate' in key
const bytes = (text: string) => new TextEncoder().encode(text)
const hex = (salt: Uint8Array) => Buffer.from(salt).toString('hex')

/** Two hospitals of a running system and what they do for one patient, through the gateway and the command line. */
export class Hospitals {
  readonly #world: Pick<World, 'gateway' | 'taken'>
  readonly #folder: string
  readonly #system: RunningSystem
  readonly #counter = warmHuren()
  readonly first: Hospital
  readonly second: Hospital

  private constructor(
    system: RunningSystem,
    folder: string,
    world: Pick<World, 'gateway' | 'taken'>,
    first: Hospital,
    second: Hospital,
  ) {
    this.#system = system
    this.#folder = folder
    this.#world = world
    this.first = first
    this.second = second
  }

  static async join(system: RunningSystem, folder: string): Promise<Hospitals> {
    const centrals = await loadCentrals(system.folders.organisations)
    const world = { gateway: new Gateway({ url: system.url }), taken: [] }
    const joining = { ...world, centrals }
    const [first, second] = [await joinHospital(joining, '4401'), await joinHospital(joining, '4403')]
    const passphrase = randomBytes(32).toString('base64url')
    for (const [name, { administration }] of Object.entries({ first, second }))
      if (isExportable(administration.key))
        await saveKey(join(folder, `${name}.key`), administration.key, passphrase, 'random')
    await writeFile(join(folder, 'passphrase'), passphrase, { mode: 0o600 })
    const institutions = [
      { institution: first.institution, zh: '第一人民医院', en: 'First People’s Hospital' },
      { institution: second.institution, zh: '深圳中心医院', en: 'Shenzhen Central Hospital' },
    ]
    await writeFile(join(system.folders.documents, 'institutions.json'), JSON.stringify({ institutions }))
    return new Hospitals(system, folder, world, first, second)
  }

  /** Runs `huren patient …` with a key of an institution, as its counter does. */
  async #patient({ institution, keyFile, passphraseFile }: Sender, args: readonly string[]): Promise<void> {
    const own = ['--key', keyFile, '--passphrase-file', passphraseFile]
    const all = ['patient', ...args, '--issuer', institution, '--url', this.#system.url, ...own]
    const { code, stderr } = await this.#counter.huren(all)
    if (code !== 0) throw new Error(stderr)
  }

  #sender(name: 'first' | 'second'): Sender {
    const [keyFile, passphraseFile] = [`${name}.key`, 'passphrase'].map((file) => join(this.#folder, file))
    return {
      institution: this[name].institution,
      keyFile: keyFile ?? '',
      passphraseFile: passphraseFile ?? '',
    }
  }

  close(): void {
    this.#counter.close()
  }

  async #content(content: Content): Promise<string> {
    const file = join(this.#folder, `${randomUUID()}.json`)
    await writeFile(file, JSON.stringify(content))
    return file
  }

  async bind(offer: string, openings: Openings, replaces?: KeyId): Promise<void> {
    const subject: Commitment = committed(openings.person)
    const letter = await this.#content(openings)
    const instead = replaces ? ['--replaces', replaces] : []
    await this.#patient(this.#sender('first'), [
      'bind',
      offer,
      '--subject',
      subject,
      '--letter',
      letter,
      ...instead,
    ])
  }

  async write(who: 'second' | Sender, reader: string, content: Content): Promise<void> {
    const explorer = this.#system.explorer?.url ?? ''
    await this.#patient(who === 'second' ? this.#sender(who) : who, [
      'write',
      reader,
      await this.#content(content),
      '--explorer',
      explorer,
    ])
  }

  async #state(signer: Signer, type: string, payload: Parameters<typeof state>[3]): Promise<StatementId> {
    const { stage, id, code } = await state(this.#world, signer, type, payload)
    if (stage !== 'committed' || !id) throw new Error(`${type}: ${code ?? stage}`)
    return id
  }

  /** A report of the first hospital about a person, with the salt that it keeps. */
  async report(person: string, item: ItemCode, title: string): Promise<KeptReport> {
    const salt = newSalt()
    const payload: Report = {
      issuer: this.first.institution,
      issuedAt: now(),
      report: newId(),
      version: 1,
      status: 'final',
      item,
      subject: commit(salt, bytes(person)),
      content: committed(title),
      format: 'pdf',
      performedAt: new Date(Date.now() - hours(30)).toISOString() as Instant,
    }
    const statement = await this.#state(this.first.author, 'report', payload)
    return { report: payload.report, statement, item, salt: hex(salt), title }
  }

  /** The second hospital decides on a report of the first. */
  async decide({ report, statement, item }: KeptReport, recognised: boolean): Promise<void> {
    const payload: Decision = {
      issuer: this.second.institution,
      issuedAt: now(),
      decision: newId(),
      report,
      statement,
      item,
      rule: 1,
      moment: 'order',
      subject: committed('a visitor'),
      encounter: committed('a visit'),
      outcome: recognised ? 'recognised' : 'not-recognised',
      ...(!recognised && { reason: 'NR01' as ReasonCode, dictionary: 1 }),
    }
    await this.#state(this.second.doctor, 'decision', payload)
  }

  /** The second hospital opens a report under a grant. @throws Error with the ledger's code */
  async open({ report }: KeptReport, consent: string): Promise<void> {
    const payload: Access = {
      issuer: this.second.institution,
      issuedAt: now(),
      access: newId(),
      report,
      consent: consent as RecordId,
      purpose: 'treatment',
      subject: committed('a visitor'),
    }
    await this.#state(this.second.doctor, 'access', payload)
  }

  /** The second hospital binds a key of its own making as if it were a patient's, grants itself access, and opens. */
  async impersonate(report: KeptReport): Promise<void> {
    const { institution } = this.second
    const rogue = await bindPatient(this.#world, this.second)
    const grant: Consent = {
      issuedAt: now(),
      consent: newId(),
      grantor: rogue.key.id,
      subject: committed('a person'),
      grantee: institution,
      purpose: 'treatment',
      scope: 'all',
      notBefore: now(),
      notAfter: later(hours(1)),
    }
    await this.#state(rogue, 'consent', grant)
    await this.open(report, grant.consent)
  }

  async emergency({ report }: KeptReport): Promise<void> {
    const payload: EmergencyAccess = {
      issuer: this.second.institution,
      issuedAt: now(),
      emergency: newId(),
      subject: committed('a visitor'),
      reports: [report],
      reason: 'unconscious',
      notAfter: later(hours(2)),
    }
    await this.#state(this.second.doctor, 'emergency-access', payload)
  }
}

export const openingsOf = (person: string, reports: readonly KeptReport[]): Openings => ({
  kind: 'openings',
  person,
  openings: reports.map(({ report, statement, salt, title }) => ({ report, statement, salt, title })),
})
