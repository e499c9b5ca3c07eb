import { randomInt, randomUUID } from 'node:crypto'
import type { CentralOrganisation } from '@huren/cli/src/start/organisations.ts'
import { type Gateway, type StatementView, type Submitted, signedBy } from '@huren/client'
import { generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import {
  type Commitment,
  commit,
  type Envelope,
  type Instant,
  type InstitutionId,
  newSalt,
  type Payload,
  type RecordId,
  type StatementId,
} from '@huren/records'
import type { ExampleReport } from './fhir-examples.ts'

/** Somebody who signs: a doctor, a department's system, a patient. */
export interface Signer {
  readonly key: SigningKey
}
export interface Hospital {
  readonly institution: InstitutionId
  readonly administration: Signer
  /** States reports. */
  readonly author: Signer
  /** Decides on recognition, opens reports, refers. */
  readonly doctor: Signer
  /** Reviews emergencies; never the one who opened them. */
  readonly reviewer: Signer
}
export interface ImagingCloud {
  readonly institution: InstitutionId
  readonly log: Signer
}

/** A report on the ledger, and what its hospital keeps to open the commitment. */
export interface AnchoredReport {
  readonly example: ExampleReport
  readonly report: RecordId
  readonly statement: StatementId
  readonly issuer: InstitutionId
  readonly salt: Uint8Array
}

/** What the scenarios share: a running system, who takes part, and everything that was sent. */
export interface World {
  readonly gateway: Gateway
  readonly centrals: readonly CentralOrganisation[]
  readonly first: Hospital
  readonly second: Hospital
  readonly cloud: ImagingCloud
  readonly patient: Signer
  /** Whether nobody else writes to this ledger meanwhile. */
  readonly alone: boolean
  readonly reports: AnchoredReport[]
  /** Every envelope that the ledger took, in order, with who sent it. */
  readonly taken: { readonly signer: Signer; readonly envelope: Envelope }[]
}

export const now = (): Instant => new Date().toISOString() as Instant
export const later = (milliseconds: number): Instant =>
  new Date(Date.now() + milliseconds).toISOString() as Instant
export const hours = (count: number) => count * 3_600_000
export const newId = (): RecordId => randomUUID() as RecordId

/** A person or an encounter, committed with a salt of this record's own, so that two records cannot be linked. */
export const committed = (text: string): Commitment => commit(newSalt(), new TextEncoder().encode(text))

/** An institution's id that no other run uses. */
export const newInstitutionId = (city: string): InstitutionId =>
  `GD-${city}-${String(randomInt(100, 99_999)).padStart(5, '0')}` as InstitutionId

export const newSigner = (algorithm: SigningKey['algorithm'] = 'SM2-SM3'): Signer => ({
  key: generateKey(algorithm),
})

/** The gateway as somebody sees it. */
export const as = ({ gateway }: Pick<World, 'gateway'>, { key }: Signer): Gateway => gateway.as(signedBy(key))

/** Signs and sends one statement, and waits for the ledger's answer. */
export const state = async (
  world: Pick<World, 'gateway' | 'taken'>,
  signer: Signer,
  type: string,
  payload: Payload,
  cosigners: readonly SigningKey[] = [],
): Promise<Submitted> => {
  const envelope = signStatement(type, payload, [signer.key, ...cosigners])
  const [result] = await as(world, signer).submit([envelope], { wait: 60 })
  if (!result) throw new Error('the gateway answered nothing for a statement')
  if (result.stage === 'committed') world.taken.push({ signer, envelope })
  return result
}

/** A record of the API: its state on the ledger and its statements, oldest first. */
export interface RecordView<State = Readonly<Record<string, unknown>>> {
  readonly state: State
  readonly statements: readonly StatementView[]
}
