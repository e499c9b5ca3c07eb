import { setTimeout as delay } from 'node:timers/promises'
import { type Gateway, signedBy } from '@huren/client'
import { addSignature } from '@huren/crypto-config'
import type { Envelope, Institution, InstitutionId } from '@huren/records'
import { hours, later, type Signer, type World } from './world.ts'

type Pair = { readonly institution: Envelope; readonly key: Envelope }

/** What the gateway tells of an application (接入申请). */
export interface Application {
  readonly id: string
  /** 接入授权码: the institution's id, given by the gateway (EXCH-14). */
  readonly accessKey: InstitutionId
  readonly stage: string
  readonly approvals: readonly { readonly institution: InstitutionId }[]
  readonly declines: readonly { readonly institution: InstitutionId; readonly reason: string }[]
  /** For a central organisation: what its approval signs. */
  readonly toSign?: Pair
}
type Central = World['centrals'][number]

/** An institution applies, in a request signed with its first key; anybody may. */
export const apply = (
  gateway: Gateway,
  { key }: Signer,
  institution: Pick<Institution, 'kind' | 'city' | 'level'>,
): Promise<Application> => {
  const { algorithm, publicKey } = key
  const first = { algorithm, publicKey, uses: ['administration'], notAfter: later(hours(24 * 365)) }
  return gateway
    .as(signedBy(key))
    .call({ method: 'POST', path: '/v1/onboarding', body: { institution, key: first } })
}

/** The application as somebody sees it who signs: the applicant or a central organisation. */
export const look = (gateway: Gateway, { key }: Signer, id: string): Promise<Application> =>
  gateway.as(signedBy(key)).get('onboarding', id)

const unsigned = (envelope: Envelope): Envelope => ({ ...envelope, signatures: [] })

/** A central organisation reads what there is to sign, and signs it with its own key. */
const approve = async (gateway: Gateway, central: Central, id: string): Promise<Application> => {
  const { toSign } = await look(gateway, central, id)
  if (!toSign) throw new Error(`${central.institution} has nothing to sign`)
  const body = {
    institution: addSignature(unsigned(toSign.institution), central.key),
    key: addSignature(unsigned(toSign.key), central.key),
  }
  const path = `/v1/onboarding/${id}/approvals`
  return gateway.as(signedBy(central.key)).call({ method: 'POST', path, body })
}

export const decline = (
  gateway: Gateway,
  { key }: Central,
  id: string,
  reason: string,
): Promise<Application> =>
  gateway.as(signedBy(key)).call({ method: 'POST', path: `/v1/onboarding/${id}/declines`, body: { reason } })

/** Milliseconds in which what was approved must be on the ledger. */
const patience = 60_000

const settled = async (
  gateway: Gateway,
  applicant: Signer,
  id: string,
  until: number,
): Promise<Application> => {
  const application = await look(gateway, applicant, id)
  if (application.stage !== 'approved' || Date.now() > until) return application
  await delay(100)
  return settled(gateway, applicant, id, until)
}

/** The whole way of a new institution: it applies, two central organisations sign, the ledger holds it. */
export const onboard = async (
  gateway: Gateway,
  centrals: readonly Central[],
  administration: Signer,
  institution: Pick<Institution, 'kind' | 'city' | 'level'>,
): Promise<{ readonly institution: InstitutionId; readonly envelopes: readonly Envelope[] }> => {
  const [first, second] = centrals
  if (!first || !second) throw new Error('governance needs two central organisations')
  const { id, accessKey } = await apply(gateway, administration, institution)
  await approve(gateway, first, id)
  await approve(gateway, second, id)
  const { stage } = await settled(gateway, administration, id, Date.now() + patience)
  if (stage !== 'registered') throw new Error(`the application of ${accessKey} is ${stage}`)
  const { toSign } = await look(gateway, first, id)
  return { institution: accessKey, envelopes: toSign ? [toSign.institution, toSign.key] : [] }
}
