import type { FeedRequest, Party, WaitingRequest } from '@huren/explorer-model'
import { type Channel, organisationOf } from './channel.ts'

/** The version of a bundle's definition is the beginning of its digest (network/fabric, `deploy`). */
const versionOf = ({ digest }: FeedRequest) => digest.slice(0, 16)

/** Contracts are approved on the ledger, everything else by signatures in the file. */
const approvalsOf = (request: FeedRequest, { decisions }: Channel): string[] =>
  decisions.flatMap((each) =>
    each.kind === 'contracts' &&
    each.step === 'approve' &&
    each.version === versionOf(request) &&
    each.sequence === request.sequence
      ? [organisationOf(each)]
      : [],
  )

const inForce = (request: FeedRequest, { decisions }: Channel) =>
  decisions.find((each) =>
    each.kind === 'channel'
      ? each.update === request.digest
      : request.kind === 'contracts' &&
        each.step === 'commit' &&
        each.version === versionOf(request) &&
        each.sequence === request.sequence,
  )

const partiesOf = (request: FeedRequest, channel: Channel): Party[] => {
  const approved = request.kind === 'contracts' ? approvalsOf(request, channel) : []
  const good = [...approved, ...request.signed.flatMap(({ mspId, valid }) => (valid ? [mspId] : []))]
  const claimed = request.signed.map(({ mspId }) => mspId)
  return request.commands.map(({ organisation, mspId, line }) => ({
    organisation,
    mspId,
    line,
    must: request.requirement.owners.includes(mspId),
    signed: good.includes(mspId) ? 'yes' : claimed.includes(mspId) ? 'unverified' : 'no',
  }))
}

/** A request of the files, held against the blocks. */
export const requestOf = (request: FeedRequest, channel: Channel): WaitingRequest => {
  const parties = partiesOf(request, channel)
  const given = parties.filter(({ signed }) => signed === 'yes').length
  const { central, owners } = request.requirement
  const needed = Math.max(central, owners.length)
  const complete = given >= needed && parties.every(({ must, signed }) => !must || signed === 'yes')
  const decided = inForce(request, channel)
  const { signed: _signed, commands: _commands, ...rest } = request
  return {
    ...rest,
    parties,
    given,
    needed,
    state: decided ? 'in-force' : complete ? 'enough' : 'waiting',
    inForce: decided ? { block: decided.block, at: decided.at } : null,
  }
}
