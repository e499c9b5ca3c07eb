import { randomUUID } from 'node:crypto'
import { isValidPublicKey, verifySignature } from '@huren/crypto-config'
import {
  decodeBase64,
  type Envelope,
  type EnvelopeSignature,
  type Instant,
  type InstitutionId,
  type ParsedStatement,
  parseEnvelope,
} from '@huren/records'
import type { Directory } from '../auth/directory.ts'
import type { Caller } from '../auth/known-key.ts'
import { Problem } from '../http/problem.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Queue } from '../queue/queue.ts'
import { type ApplicationRow, type Buckets, put, type Write } from '../store/buckets.ts'
import type { GroupCommit } from '../store/group-commit.ts'
import type { Submissions } from '../submissions/submissions.ts'
import { nextAccessKey } from './access-key.ts'
import { type Application, keyOf, statementsOf } from './application.ts'

/** How many of the three central organisations must approve. */
const quorum = 2
/** The ledger takes no statement older than 30 days; an application lapses a day before. */
const lapse = 29 * 24 * 3600_000

type Signed = NonNullable<ApplicationRow['envelopes']>
interface Registered {
  readonly institution: InstitutionId
  readonly current: { readonly kind: string } | null
}

/** An institution joins (EXCH-14): it applies, two central organisations sign, the ledger decides. */
export class Onboarding {
  readonly #buckets: Buckets
  readonly #disk: GroupCommit<Write>
  readonly #ledger: Ledger
  readonly #directory: Directory
  readonly #queue: Queue
  readonly #submissions: Submissions
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: {
    buckets: Buckets
    disk: GroupCommit<Write>
    ledger: Ledger
    directory: Directory
    queue: Queue
    submissions: Submissions
  }) {
    this.#buckets = parts.buckets
    this.#disk = parts.disk
    this.#ledger = parts.ledger
    this.#directory = parts.directory
    this.#queue = parts.queue
    this.#submissions = parts.submissions
  }

  /** One after the other: two applications must not get one number. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  /**
   * Takes an application whose sender has proved possession of the key, and gives it its access key. Applying again
   * with the same key gives the same application.
   * @throws Problem `already-registered`, `onboarding-closed`, `body-invalid`
   */
  apply(application: Application): Promise<ApplicationRow> {
    return this.#inTurn(async () => {
      if (!isValidPublicKey(application.key))
        throw new Problem('body-invalid', 'the public key is no point of its curve', {
          field: 'key.publicKey',
        })
      const applied = await this.#buckets.applications.values().all()
      const same = applied.find((row) => keyOf(row.application) === keyOf(application) && !isLapsed(row))
      if (same) return same
      if (await this.#directory.find(keyOf(application)))
        throw new Problem('already-registered', 'this key is registered already')
      const row: ApplicationRow = {
        id: randomUUID(),
        institution: await this.#accessKey(application, applied),
        appliedAt: new Date().toISOString() as Instant,
        application,
        approvals: [],
      }
      await this.#save(row)
      return row
    })
  }

  async #accessKey({ institution }: Application, applied: readonly ApplicationRow[]): Promise<InstitutionId> {
    const registered = (await this.#ledger.query('Registry:institutions')) as Registered[]
    const central = registered.find(({ current }) => current?.kind === 'central')
    if (!central) throw new Problem('onboarding-closed', 'the ledger has no central institution yet')
    const taken = [...registered, ...applied].map((one) => one.institution)
    return nextAccessKey(central.institution.slice(0, 2), institution.city, taken)
  }

  #save(row: ApplicationRow): Promise<void> {
    return this.#disk.write([put<'applications'>(this.#buckets.applications, row.id, row)])
  }

  list(): Promise<ApplicationRow[]> {
    return this.#buckets.applications.values().all()
  }

  find(id: string): Promise<ApplicationRow | undefined> {
    return this.#buckets.applications.get(id)
  }

  /** The application with its stage and, for a central organisation, what there is to sign. */
  async view(row: ApplicationRow, caller?: Caller) {
    const { id, institution, appliedAt, application, approvals } = row
    const mine = caller?.key.kind === 'institution' ? caller.key.institution : undefined
    const issuer = row.issuer ?? mine
    return {
      id,
      accessKey: institution,
      appliedAt,
      application,
      approvals,
      ...(await this.#stage(row)),
      ...(caller?.role === 'central' && issuer && { toSign: row.envelopes ?? statementsOf(row, issuer) }),
    }
  }

  async #stage(row: ApplicationRow) {
    if (row.approvals.length < quorum) return { stage: isLapsed(row) ? 'lapsed' : 'pending' }
    const answers = await Promise.all(parsed(row.envelopes!).map(({ id }) => this.#submissions.stand(id)))
    const refusal = answers.find((answer) => answer?.stage === 'refused')
    if (refusal) return { stage: 'refused', refusal }
    return { stage: answers.every((answer) => answer?.stage === 'committed') ? 'registered' : 'approved' }
  }

  /**
   * Adds the approval of a central organisation: its signatures under both statements. With the second approval they
   * go to the ledger.
   * @throws Problem `onboarding-closed`, `body-invalid`, Refusal
   */
  approve(id: string, caller: Caller, signed: Signed): Promise<ApplicationRow> {
    return this.#inTurn(async () => {
      const row = await this.find(id)
      if (!row || caller.key.kind !== 'institution')
        throw new Problem('not-found', 'there is no such application')
      if (row.approvals.some(({ institution }) => institution === caller.name)) return row
      if (row.approvals.length >= quorum || isLapsed(row))
        throw new Problem('onboarding-closed', 'the application is decided or has lapsed')
      const issuer = row.issuer ?? caller.key.institution
      const [key, envelopes] = await this.#countersign(
        row.envelopes ?? statementsOf(row, issuer),
        signed,
        caller,
      )
      const approval = { institution: caller.key.institution, key, at: new Date().toISOString() }
      const next: ApplicationRow = { ...row, issuer, envelopes, approvals: [...row.approvals, approval] }
      await this.#save(next)
      await this.#deliver(next)
      return next
    })
  }

  async #countersign(unsigned: Signed, signed: Signed, caller: Caller) {
    const institution = await this.#add(unsigned.institution, signed.institution, caller, 'institution')
    const key = await this.#add(unsigned.key, signed.key, caller, 'key')
    const envelopes = { institution: institution.envelope, key: key.envelope }
    return [key.signature.keyid, envelopes] as const
  }

  /** @returns the envelope with one more signature, which is by an administration key of the caller's institution */
  async #add(envelope: Envelope, signed: Envelope, caller: Caller, field: string) {
    const statement = parseEnvelope(JSON.stringify(signed))
    if (signed.payload !== envelope.payload || signed.payloadType !== envelope.payloadType)
      throw new Problem('body-invalid', 'sign exactly what the application gives to sign', { field })
    for (const signature of signed.signatures)
      if (await this.#isBy(caller, statement, signature))
        return { signature, envelope: { ...envelope, signatures: [...envelope.signatures, signature] } }
    throw new Problem(
      'body-invalid',
      'there is no valid signature by an administration key of your organisation',
      {
        field: `${field}.signatures`,
      },
    )
  }

  async #isBy(caller: Caller, { signedBytes }: ParsedStatement, { keyid, sig }: EnvelopeSignature) {
    const key = await this.#directory.find(keyid)
    const bytes = decodeBase64(sig)
    if (!key || !bytes || key.kind !== 'institution' || key.institution !== caller.name) return false
    return key.uses.includes('administration') && verifySignature(key, signedBytes, bytes)
  }

  async #deliver({ approvals, envelopes, issuer }: ApplicationRow): Promise<void> {
    if (approvals.length >= quorum && envelopes && issuer) await this.#queue.accept(parsed(envelopes), issuer)
  }

  /** Delivers what was approved when the gateway stopped before it was in the queue. */
  async resume(): Promise<void> {
    for (const row of await this.list()) {
      if (row.approvals.length < quorum || !row.envelopes) continue
      const standing = await Promise.all(parsed(row.envelopes).map(({ id }) => this.#submissions.stand(id)))
      if (standing.some((answer) => !answer)) await this.#deliver(row)
    }
  }
}

const isLapsed = ({ appliedAt, approvals }: ApplicationRow): boolean =>
  approvals.length < quorum && Date.parse(appliedAt) + lapse < Date.now()

const parsed = ({ institution, key }: Signed): ParsedStatement[] =>
  [institution, key].map((envelope) => parseEnvelope(JSON.stringify(envelope)))
