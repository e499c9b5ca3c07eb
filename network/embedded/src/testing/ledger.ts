import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConsortium } from '@huren/crypto-config'
import { startLedger } from '../ledger.ts'
import type { LedgerOptions } from '../settings.ts'
import { connectClient } from './client.ts'

export const testChaincode = join(import.meta.dirname, 'chaincode.ts')

/** Folders of a consortium and a ledger that are gone after the test. */
export const testFolders = async (t: { teardown(handler: () => Promise<unknown>): void }) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-ledger-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  const folders = { dataDir: join(dir, 'ledger'), consortiumDir: join(dir, 'consortium') }
  await createConsortium(folders.consortiumDir, { orderers: 1, users: ['gateway'] })
  return folders
}

/** A running ledger with the test chaincode, and an official client of the first organisation. */
export const testLedger = async (
  t: { teardown(handler: () => Promise<unknown>): void },
  options: Partial<LedgerOptions> = {},
) => {
  const folders = await testFolders(t)
  const ledger = await startLedger({ ...folders, chaincode: testChaincode, ...options })
  const client = await connectClient(ledger, folders.consortiumDir)
  t.teardown(async () => {
    client.close()
    await ledger.close()
  })
  const network = client.gateway.getNetwork('huren')
  return { folders, ledger, client, network, contract: network.getContract('huren') }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
export const json = (bytes: Uint8Array): unknown => JSON.parse(text(bytes))
