import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { parseApplication } from '../city/application.ts'
import { readContracts } from '../deploy/proposal.ts'
import { allOrganisations, type Organisation } from '../description/consortium.ts'
import { parseOrderer } from '../orderer/application.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { type Change, changesOf } from './changes.ts'
import { readProposal } from './file.ts'
import type { Operation, Proposal } from './operation.ts'
import { type Requirement, requirementOf } from './requirement.ts'
import { type Signed, signedBy } from './signers.ts'
import { openUpdate } from './update.ts'

type Described = Pick<Network, 'consortium' | 'workspace'>

/** A change that waits for organisations, as the files that they exchange have it. */
export interface Waiting {
  readonly kind: Operation['kind'] | 'contracts' | 'application' | 'orderer-application'
  /** SHA-256: of the update that is signed, which the block will hold; of the bundle; of an application's text. */
  readonly digest: string
  /** Copies of it, by name. */
  readonly files: readonly string[]
  /** What it is about: a city, a node, a setting, a bundle. */
  readonly subject: string
  readonly changes: readonly Change[]
  readonly requirement: Requirement
  readonly signed: readonly Signed[]
  /** Contracts are approved on the ledger itself, by this sequence. */
  readonly sequence?: number
  /** What each organisation that may sign runs on its own machine; its key stays there. */
  readonly commands: readonly {
    readonly organisation: string
    readonly mspId: string
    readonly line: string
  }[]
}

/** A file that says it is one of these and is not. */
export interface Unreadable {
  readonly file: string
  readonly zh: string
  readonly en: string
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const listed = (names: readonly string[]) => names.join(', ')

const subjectOf = (operation: Operation): string => {
  switch (operation.kind) {
    case 'admit-city':
      return parseApplication(operation.application).application.organisation.name
    case 'remove-city':
      return operation.name
    case 'orderers':
      return listed([
        ...operation.add.map((text) => `+${parseOrderer(text).orderer.name}`),
        ...operation.remove.map((name) => `-${name}`),
      ])
    case 'settings':
      return JSON.stringify({ ...operation.policies, ...operation.block })
    case 'revoke':
      return operation.mspId
  }
}

const mustOrMay = ({ consortium }: Described, { central, owners }: Requirement): Organisation[] =>
  allOrganisations(consortium).filter(
    (one) => owners.includes(one.mspId) || (central > 0 && consortium.organisations.includes(one)),
  )

const signCommand = (file: string) => (organisation: Organisation) => ({
  organisation: organisation.name,
  mspId: organisation.mspId,
  line: `huren network sign ${file} --organisation ${organisation.name} --out ${file.replace(/\.json$/, '')}-${organisation.name}.json`,
})

const proposed = (network: Described, file: string, { operation, update }: Proposal): Waiting => {
  const { signed } = openUpdate(Buffer.from(update, 'base64'))
  const bytes = signed.getConfigUpdate_asU8()
  const requirement = requirementOf(network, operation)
  return {
    kind: operation.kind,
    digest: sha256(bytes),
    files: [file],
    subject: subjectOf(operation),
    changes: changesOf(common.ConfigUpdate.deserializeBinary(bytes)),
    requirement,
    signed: signedBy(network, signed),
    commands: mustOrMay(network, requirement).map(signCommand(file)),
  }
}

const contracts = ({ consortium }: Described, file: string, path: string): Waiting => {
  const { sha256: digest, sequence } = readContracts(path)
  return {
    ...{
      kind: 'contracts',
      digest,
      files: [file],
      subject: digest.slice(0, 16),
      changes: [],
      signed: [],
      sequence,
    },
    requirement: { central: consortium.policies.lifecycle, owners: [] },
    commands: consortium.organisations.map(({ name, mspId }) => ({
      organisation: name,
      mspId,
      line: `huren network deploy --bundle contracts.cjs --proposal ${file}`,
    })),
  }
}

/** An application waits until a central organisation has made a proposal of it. */
const application = ({ consortium }: Described, file: string, text: string): Waiting => {
  const asCity = JSON.parse(JSON.parse(text).application).orderer === undefined
  const subject = asCity
    ? parseApplication(text).application.organisation.name
    : parseOrderer(text).orderer.name
  const out = `${file.replace(/\.json$/, '')}-proposal.json`
  const line = asCity
    ? `huren network propose-city --application ${file} --out ${out}`
    : `huren network propose-orderers --add ${file} --out ${out}`
  return {
    kind: asCity ? 'application' : 'orderer-application',
    ...{ digest: sha256(text), files: [file], subject, changes: [], signed: [] },
    requirement: { central: 1, owners: [] },
    commands: consortium.organisations.map(({ name, mspId }) => ({ organisation: name, mspId, line })),
  }
}

const waitingIn = (network: Described, folder: string, file: string): Waiting | undefined => {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  const value: unknown = JSON.parse(text)
  const has = (name: string) => typeof value === 'object' && value !== null && name in value
  if (has('operation')) return proposed(network, file, readProposal(path))
  if (has('sha256') && has('sequence')) return contracts(network, file, path)
  if (has('application') && has('signature')) return application(network, file, text)
  return undefined
}

/** Copies of one change are one, with the signatures of all. */
const together = (all: readonly Waiting[]): Waiting[] =>
  [...Map.groupBy(all, ({ kind, digest }) => `${kind} ${digest}`).values()].flatMap((copies) => {
    const [first] = copies
    if (!first) return []
    const signed = new Map(copies.flatMap((copy) => copy.signed.map((each) => [JSON.stringify(each), each])))
    return [{ ...first, files: copies.flatMap(({ files }) => files), signed: [...signed.values()] }]
  })

/** A name that may stand in a command as it is: others write into the folder too, and commands are copied. */
const plainName = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u

/** Larger than any proposal, and more than an exchange folder ever holds. */
const largest = 4 * 1024 * 1024
const most = 500

/**
 * What waits for signatures in a folder through which organisations exchange files. Other files there are passed over.
 * @returns changes that wait, and files that claim to be one and cannot be read
 */
export const waitingFor = (
  network: Described,
  folder: string,
): { waiting: Waiting[]; unreadable: Unreadable[] } => {
  const unreadable: Unreadable[] = []
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && statSync(join(folder, name)).size <= largest)
    .sort()
    .slice(0, most)
  const found = names.flatMap((file) => {
    if (!plainName.test(file)) {
      unreadable.push({ file, zh: '文件名含特殊字符', en: 'its name has special characters' })
      return []
    }
    try {
      return waitingIn(network, folder, file) ?? []
    } catch (error) {
      const { zh, en } = error instanceof NetworkProblem ? error : { zh: '无法读取', en: 'it cannot be read' }
      unreadable.push({ file, zh, en })
      return []
    }
  })
  const applied = new Set(appliedIn(folder, names))
  return { waiting: together(found).filter(({ digest }) => !applied.has(digest)), unreadable }
}

/** Digests of applications of which somebody has made a proposal. */
const appliedIn = (folder: string, names: readonly string[]): string[] =>
  names.flatMap((name) => {
    try {
      const { operation } = readProposal(join(folder, name))
      if (operation.kind === 'admit-city') return [sha256(operation.application)]
      return operation.kind === 'orderers' ? operation.add.map(sha256) : []
    } catch {
      return []
    }
  })
