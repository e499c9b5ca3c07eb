import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, type SigningKey, saveKey, signStatement } from '@huren/crypto-config'
import { type Algorithm, type Envelope, type Instant, keyUses, type Payload } from '@huren/records'
import { type GatewaySettings, type RunningGateway, startGateway } from '../index.ts'
import { callerWith, plain, type TestCaller } from './caller.ts'
import { type LedgerProcess, prepareConsortium, startLedgerProcess } from './ledger.ts'

export const instant = (milliseconds: number) => new Date(milliseconds).toISOString() as Instant
export const commitment = () => randomBytes(32).toString('hex')
export const uuid = () => randomUUID()
const year = 365 * 24 * 3600_000

export interface Actor extends TestCaller {
  readonly id: string
  readonly sign: (type: string, payload: object, ...others: SigningKey[]) => Envelope
}

/** Signs a payload as of now. */
export const signed = (type: string, payload: object, ...keys: SigningKey[]): Envelope =>
  signStatement(type, { issuedAt: instant(Date.now()), ...payload } as Payload, keys)

export const keyPayload = ({ id, algorithm, publicKey }: SigningKey) => ({
  key: id,
  algorithm,
  publicKey,
  notBefore: instant(Date.now() - 60_000),
  notAfter: instant(Date.now() + year),
})

/** A ledger with its three central organisations and a gateway before it: real processes, real files. */
export class World {
  readonly dir: string
  readonly settings: GatewaySettings
  readonly central: readonly [Actor, Actor, Actor]
  ledger: LedgerProcess
  gateway: RunningGateway

  constructor(dir: string, settings: GatewaySettings, ledger: LedgerProcess, gateway: RunningGateway) {
    this.dir = dir
    this.settings = settings
    this.ledger = ledger
    this.gateway = gateway
    this.central = [this.actor('GD-0000-00001'), this.actor('GD-0000-00002'), this.actor('GD-0000-00003')]
  }

  get url(): string {
    return this.gateway.url
  }

  /** @param overrides settings of the gateway that differ from the usual ones */
  static async start(overrides: Partial<GatewaySettings> = {}): Promise<World> {
    const dir = await mkdtemp(join(tmpdir(), 'huren-gateway-'))
    const { mspId, identity } = await prepareConsortium(dir)
    const ledger = await startLedgerProcess(dir)
    const passphrase = randomBytes(32).toString('base64url')
    await writeFile(join(dir, 'passphrase'), `${passphrase}\n`, { mode: 0o600 })
    await saveKey(join(dir, 'gateway.json'), generateKey('ES256'), passphrase, 'random')
    const settings: GatewaySettings = {
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: join(dir, 'gateway'),
      key: join(dir, 'gateway.json'),
      passphraseFile: join(dir, 'passphrase'),
      logLevel: 'silent',
      ledger: {
        address: ledger.address,
        tlsCertificate: join(dir, 'ledger-tls.pem'),
        mspId,
        identityCertificate: identity.certificate,
        identityKey: identity.key,
      },
      ...overrides,
    }
    return new World(dir, settings, ledger, await startGateway(settings))
  }

  /** The same, with the central organisations registered and a catalogue, a rule and a dictionary in force. */
  static async founded(overrides: Partial<GatewaySettings> = {}): Promise<World> {
    const world = await World.start(overrides)
    await world.bootstrap()
    await world.publish()
    return world
  }

  actor(id: string, algorithm: Algorithm = 'ES256', key: SigningKey = generateKey(algorithm)): Actor {
    const sign = (type: string, payload: object, ...others: SigningKey[]) =>
      signed(type, { ...(id && { issuer: id }), ...payload }, key, ...others)
    return { ...callerWith(() => this.url, key), id, sign }
  }

  bootstrapStatements(): Envelope[] {
    const [a, b] = this.central
    return this.central.flatMap(({ id, key }) => [
      a.sign('institution', this.#institution(id, 'central'), b.key),
      a.sign('signing-key', { institution: id, uses: [...keyUses], ...keyPayload(key) }, b.key),
    ])
  }

  #institution(institution: string, kind: string) {
    const effectiveFrom = instant(Date.now() - 1000)
    const level = kind === 'hospital' ? { level: 'tertiary' } : {}
    return {
      institution,
      kind,
      ...level,
      city: institution.slice(3, 7),
      version: 1,
      status: 'active',
      effectiveFrom,
    }
  }

  async bootstrap(): Promise<void> {
    const { body } = await plain(`${this.url}/v1/bootstrap`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ statements: this.bootstrapStatements() }),
    })
    if (body.results?.some(({ outcome }: { outcome: string }) => outcome !== 'committed') ?? true)
      throw new Error(`bootstrap: ${JSON.stringify(body)}`)
  }

  /** Submits statements that must all be committed. */
  async submit(caller: TestCaller, ...statements: Envelope[]) {
    const { status, body } = await caller.post('/v1/statements', { statements })
    if (status !== 200 || body.results.some(({ stage }: { stage: string }) => stage !== 'committed'))
      throw new Error(`not committed: ${status} ${JSON.stringify(body)}`)
    return body.results
  }

  async publish(): Promise<void> {
    const [a, b] = this.central
    const version = { version: 1, effectiveFrom: instant(Date.now()), document: commitment() }
    const item = { ...version, item: 'L00001', kind: 'laboratory', status: 'active', validDays: 30 }
    const rule = { ...version, minimumLevel: 'secondary', scope: 'province', qualityRequired: false }
    await this.submit(
      a,
      a.sign('catalogue-item', item, b.key),
      a.sign('recognition-rule', rule, b.key),
      a.sign('reason-dictionary', { ...version, reasons: ['NR01', 'NR02'] }, b.key),
    )
  }

  /** Registers an institution with one key for everything. */
  async register(id: string, kind = 'hospital', algorithm: Algorithm = 'ES256'): Promise<Actor> {
    const [a, b] = this.central
    const actor = this.actor(id, algorithm)
    await this.submit(
      a,
      a.sign('institution', this.#institution(id, kind), b.key),
      a.sign('signing-key', { institution: id, uses: [...keyUses], ...keyPayload(actor.key) }, b.key),
    )
    return actor
  }

  /** Binds a patient's key, seen by an institution. */
  async bind(institution: Actor, algorithm: Algorithm = 'ES256'): Promise<Actor> {
    const patient = this.actor('', algorithm)
    const payload = { ...keyPayload(patient.key), subject: commitment(), assurance: 'in-person' }
    await this.submit(institution, institution.sign('patient-key', payload))
    return patient
  }

  /** A final report of an institution. */
  report(issuer: Actor, fields: object = {}): Envelope {
    return issuer.sign('report', {
      report: uuid(),
      version: 1,
      status: 'final',
      item: 'L00001',
      subject: commitment(),
      content: commitment(),
      format: 'fhir-json',
      performedAt: instant(Date.now() - 3600_000),
      ...fields,
    })
  }

  /** A decision, of `report` and `statement`; recognised when ordering unless told. */
  decision(by: Actor, fields: object): Envelope {
    const decided = { decision: uuid(), item: 'L00001', rule: 1, outcome: 'recognised', moment: 'order' }
    const whose = { subject: commitment(), encounter: commitment() }
    return by.sign('decision', { ...decided, ...whose, ...fields })
  }

  async restartGateway(overrides: Partial<GatewaySettings> = {}): Promise<void> {
    await this.gateway.close()
    this.gateway = await startGateway({ ...this.settings, ...overrides })
  }

  async close(): Promise<void> {
    await this.gateway.close()
    await this.ledger.stop()
    await rm(this.dir, { recursive: true, force: true })
  }
}
