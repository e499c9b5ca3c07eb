import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SigningKey, signStatement } from '@huren/crypto-config'
import { type BlockTransaction, ExplorerIndex } from '@huren/explorer-index'
import { type Payload, parseEnvelope } from '@huren/records'
import type { Test } from 'tap'
import { createAccounts, type ExplorerOptions, startExplorer } from '../index.ts'
import type { Person } from '../sign-in/accounts.ts'
import { browser } from './browser.ts'

/** scrypt's N for accounts of tests, which are many and which nobody attacks. */
const cost = 2

/** A statement to be signed and put on the ledger. */
export type Stated = readonly [type: string, payload: Payload, key: SigningKey]

/** A block's transaction with these statements, all taken, or all refused with a code. */
const transactionOf = (texts: readonly string[], refused?: string): BlockTransaction => {
  const answer = refused ? { outcome: 'refused', code: refused } : { outcome: 'committed' }
  return {
    id: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'),
    index: 0,
    validation: 'VALID',
    at: new Date().toISOString(),
    client: 'ConsensusOneMSP/gateway@consensus1',
    function: 'Report:submit',
    texts,
    answers: texts.map((text) => ({ id: parseEnvelope(text).id, ...answer })),
  }
}

/**
 * A server over an empty index, with accounts for these people; gone when the test is over.
 * @param settings more of its settings, which may lie in its folder
 */
export const startWith = async (
  t: Test,
  people: readonly Person[],
  settings: (dir: string) => Promise<Partial<ExplorerOptions>> | Partial<ExplorerOptions> = () => ({}),
) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-explorer-'))
  const index = await ExplorerIndex.open(dir)
  const add = (transactions: readonly BlockTransaction[]) =>
    index.add([{ number: index.height, previousHash: '', dataHash: '', transactions }])
  const commit = async (statements: readonly Stated[], refused?: string) => {
    const texts = statements.map(([type, payload, key]) =>
      JSON.stringify(signStatement(type, payload, [key])),
    )
    await add([transactionOf(texts, refused)])
    return texts.map((text) => parseEnvelope(text).id)
  }
  const accounts = join(dir, 'accounts.json')
  const made = await createAccounts(accounts, people, cost)
  const explorer = await startExplorer(
    {
      ...{ listen: { host: '127.0.0.1', port: 0 }, dataDir: dir, web: dir },
      signIn: { kind: 'trial', accounts },
      ...(await settings(dir)),
    },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const passwordOf = (account: string) => made.find((each) => each.account === account)?.password ?? ''
  const signedIn = async (account: string) => {
    const one = browser(explorer.url)
    await one.signIn(account, passwordOf(account))
    return one
  }
  return { url: explorer.url, index, add, commit, passwordOf, signedIn }
}
