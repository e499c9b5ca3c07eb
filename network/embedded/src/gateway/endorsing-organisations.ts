import type { status } from '@grpc/grpc-js'
import type { LedgerContext } from '../context.ts'
import type { Endorser } from '../endorser/endorser.ts'
import { endorsingOrganisations } from '../validator/policy.ts'
import { type ErrorDetail, RpcError } from './rpc-error.ts'

/** The endorsers of the organisations that a client names. */
export const endorsersOf = (
  { endorsers }: LedgerContext,
  mspIds: readonly string[],
  code: status,
): Endorser[] => {
  const missing = mspIds.filter((mspId) => !endorsers.some(({ node }) => node.mspId === mspId))
  if (missing.length > 0)
    throw new RpcError(code, `failed to find any endorsing peers for org(s): ${missing.join(', ')}`)
  return endorsers.filter(({ node }) => mspIds.includes(node.mspId))
}

/** Enough endorsers for the policy, the client's own organisation first. */
export const endorsersFor = ({ endorsers }: LedgerContext, creatorMspId: string): Endorser[] => {
  const own = endorsers.filter(({ node }) => node.mspId === creatorMspId)
  const others = endorsers.filter(({ node }) => node.mspId !== creatorMspId)
  return [...own, ...others].slice(0, endorsingOrganisations)
}

export const errorDetail = ({ node }: Endorser, { port }: LedgerContext, message: string): ErrorDetail => ({
  address: `${node.name}:${port}`,
  mspId: node.mspId,
  message,
})
