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
import { type ApplicationRow, type Buckets, put, type Write } from '../store/buckets.ts'
import type { GroupCommit } from '../store/group-commit.ts'
import type { Submissions } from '../submissions/submissions.ts'
import { nextAccessKey } from './access-key.ts'
import type { Admission } from './admission.ts'
import { type Application, keyOf, statementsOf } from './application.ts'
import type { DeclineReason } from './decline-reasons.ts'
import { numberTaken, type Stage, standingOf } from './standing.ts'

/** With these there is nothing left to decide, and the applicant may apply anew. */
const over: readonly Stage[] = ['declined', 'refused', 'lapsed']

type Signed = NonNullable<ApplicationRow['envelopes']>
type Central = Caller & { readonly key: { readonly kind: 'institution' } }
interface Registered {
  readonly institution: InstitutionId
  readonly current: { readonly kind: string } | null
}

/** An institution joins (EXCH-14): it applies, two central organisations sign or decline, the ledger decides. */
export class Onboarding {
  readonly #buckets: Buckets
  readonly #disk: GroupCommit<Write>
  readonly #ledger: Ledger
  readonly #directory: Directory
  readonly #admission: Admission
  readonly #submissions: Submissions
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: {
    buckets: Buckets
    disk: GroupCommit<Write>
    ledger: Ledger
    directory: Directory
    admission: Admission
    submissions: Submissions
  }) {
    this.#buckets = parts.buckets
    this.#disk = parts.disk
    this.#ledger = parts.ledger
    this.#directory = parts.directory
    this.#admission = parts.admission
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
   * with the same key gives the same application, unless that is over.
   * @throws Problem `already-registered`, `onboarding-closed`, `body-invalid`
   */
  apply(application: Application): Promise<ApplicationRow> {
    return this.#inTurn(async () => {
      if (!isValidPublicKey(application.key))
        throw new Problem('body-invalid', 'the public key is no point of its curve', {
          field: 'key.publicKey',
        })
      const applied = await this.list()
      const same = await this.#open(applied.filter((row) => keyOf(row.application) === keyOf(application)))
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

  async #open(rows: readonly ApplicationRow[]): Promise<ApplicationRow | undefined> {
    for (const row of rows) if (!over.includes((await this.#standing(row)).stage)) return row
    return undefined
  }

  #standing(row: ApplicationRow) {
    return standingOf(row, this.#submissions)
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
    const { id, institution, appliedAt, application, approvals, declines = [] } = row
    const mine = caller?.key.kind === 'institution' ? caller.key.institution : undefined
    const issuer = row.issuer ?? mine
    return {
      id,
      accessKey: institution,
      appliedAt,
      application,
      approvals,
      declines,
      ...(await this.#standing(row)),
      ...(caller?.role === 'central' && issuer && { toSign: row.envelopes ?? statementsOf(row, issuer) }),
    }
  }

  /**
   * Adds the approval of a central organisation: its signatures under both statements. With the second approval they
   * go to the ledger.
   * @throws Problem `onboarding-closed`, `already-decided`, `number-taken`, `body-invalid`, Refusal
   */
  approve(id: string, caller: Caller, signed: Signed): Promise<ApplicationRow> {
    return this.#inTurn(async () => {
      const { row, central } = await this.#toDecide(id, caller)
      if (has(row.declines, central)) throw decidedBefore('declined')
      if (has(row.approvals, central)) return row
      await this.#checkPending(row)
      await this.#checkNumber(row)
      const issuer = row.issuer ?? central.key.institution
      const [key, envelopes] = await this.#countersign(
        row.envelopes ?? statementsOf(row, issuer),
        signed,
        central,
      )
      const approval = { institution: central.key.institution, key, at: new Date().toISOString() }
      const next: ApplicationRow = { ...row, issuer, envelopes, approvals: [...row.approvals, approval] }
      await this.#save(next)
      await this.#admission.advance(next)
      return next
    })
  }

  /**
   * Adds the refusal of a central organisation; when two have declined, the application is over, and the institution
   * may apply anew.
   * @throws Problem `onboarding-closed`, `already-decided`, `forbidden`
   */
  decline(id: string, caller: Caller, reason: DeclineReason): Promise<ApplicationRow> {
    return this.#inTurn(async () => {
      const { row, central } = await this.#toDecide(id, caller)
      if (has(row.approvals, central)) throw decidedBefore('approved')
      if (has(row.declines, central)) return row
      await this.#checkPending(row)
      if (!central.key.uses.includes('administration'))
        throw new Problem('forbidden', 'only an administration key of a central organisation declines')
      const { institution, id: key } = central.key
      const decline = { institution, key, at: new Date().toISOString(), reason }
      const next: ApplicationRow = { ...row, declines: [...(row.declines ?? []), decline] }
      await this.#save(next)
      return next
    })
  }

  async #toDecide(id: string, caller: Caller) {
    const row = await this.find(id)
    if (!row || !isCentral(caller)) throw new Problem('not-found', 'there is no such application')
    return { row, central: caller }
  }

  async #checkPending(row: ApplicationRow): Promise<void> {
    const { stage } = await this.#standing(row)
    if (stage !== 'pending') throw new Problem('onboarding-closed', `the application is ${stage}`)
  }

  /** Two gateways know nothing of each other's applications: the ledger tells who was first. */
  async #checkNumber(row: ApplicationRow): Promise<void> {
    if (!(await this.#ledger.query('Registry:institution', row.institution))) return
    await this.#save({ ...row, numberTaken: true })
    const { code, detail } = numberTaken(row)
    throw new Problem(code, detail)
  }

  async #countersign(unsigned: Signed, signed: Signed, caller: Central) {
    const institution = await this.#add(unsigned.institution, signed.institution, caller, 'institution')
    const key = await this.#add(unsigned.key, signed.key, caller, 'key')
    const envelopes = { institution: institution.envelope, key: key.envelope }
    return [key.signature.keyid, envelopes] as const
  }

  /** @returns the envelope with one more signature, which is by an administration key of the caller's institution */
  async #add(envelope: Envelope, signed: Envelope, caller: Central, field: string) {
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

  async #isBy(caller: Central, { signedBytes }: ParsedStatement, { keyid, sig }: EnvelopeSignature) {
    const key = await this.#directory.find(keyid)
    const bytes = decodeBase64(sig)
    if (!key || !bytes || key.kind !== 'institution' || key.institution !== caller.name) return false
    return key.uses.includes('administration') && verifySignature(key, signedBytes, bytes)
  }

  /** Brings what is approved a step further: after a stop, and where the queue was full. */
  async resume(): Promise<void> {
    for (const row of await this.list()) await this.#admission.advance(row)
  }
}

const isCentral = (caller: Caller): caller is Central => caller.key.kind === 'institution'

const has = (decisions: readonly { institution: InstitutionId }[] = [], { key }: Central): boolean =>
  decisions.some(({ institution }) => institution === key.institution)

const decidedBefore = (word: string) =>
  new Problem('already-decided', `your organisation has ${word} this already`)
