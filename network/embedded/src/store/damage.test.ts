import { randomInt } from 'node:crypto'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'tap'
import { startLedger } from '../ledger.ts'
import { connectClient } from '../testing/client.ts'
import { flip, tamper } from '../testing/damage.ts'
import { testChaincode, testFolders } from '../testing/ledger.ts'
import { verifyLedger } from '../verify/verify-ledger.ts'
import { type Buckets, blockKey } from './buckets.ts'

/** Nine blocks: the configuration, and one for each of eight keys. */
const eightKeys = async (t: Parameters<typeof testFolders>[0]) => {
  const folders = await testFolders(t)
  const ledger = await startLedger({ ...folders, chaincode: testChaincode })
  const client = await connectClient(ledger, folders.consortiumDir)
  const contract = client.gateway.getNetwork('huren').getContract('huren')
  for (let block = 1; block <= 8; block++)
    await contract.submitTransaction('put', `key ${block}`, `value ${block}`)
  client.close()
  await ledger.close()
  return folders
}

const refusalOf = (folders: { dataDir: string; consortiumDir: string }): Promise<unknown> =>
  startLedger({ ...folders, chaincode: testChaincode }).then(
    (ledger) => ledger.close(),
    (error: unknown) => error,
  )

const harms: readonly [what: string, block: number, harm: (buckets: Buckets) => Promise<void>][] = [
  ...[0, 4, 8].map((block): (typeof harms)[number] => [
    `a bit of block ${block} is flipped`,
    block,
    async ({ blocks }) => {
      const bytes = blocks.getSync(blockKey(block))
      await blocks.put(blockKey(block), flip(bytes, randomInt(bytes?.length ?? 1)))
    },
  ]),
  ...[0, 5, 8].map((block): (typeof harms)[number] => [
    `block ${block} is deleted`,
    block,
    ({ blocks }) => blocks.del(blockKey(block)),
  ]),
  ['a value is altered', 3, ({ state }) => state.put('key 3', flip(state.getSync('key 3'), 14))],
  ['a version is altered', 6, ({ state }) => state.put('key 6', flip(state.getSync('key 6'), 7))],
  ['a key is lost', 2, ({ state }) => state.del('key 2')],
  [
    'a key comes from nowhere',
    7,
    ({ state }) => state.put('nobody', state.getSync('key 7') ?? Buffer.alloc(12)),
  ],
]

test('CHAIN-2, SEC-6 (integrity): a damaged store is refused with the number of the first bad block', async (t) => {
  const { dataDir, consortiumDir } = await eightKeys(t)
  t.match(await verifyLedger(dataDir, consortiumDir), { blocks: 9, valid: 8, keys: 8, firstBad: undefined })
  for (const [what, block, harm] of harms) {
    const harmed = { dataDir: `${dataDir}-harmed`, consortiumDir }
    await cp(dataDir, harmed.dataDir, { recursive: true })
    await tamper(harmed.dataDir, harm)
    t.match(await refusalOf(harmed), { name: 'DamagedLedger', block }, `opening: ${what}`)
    const { firstBad } = await verifyLedger(harmed.dataDir, consortiumDir)
    t.equal(firstBad?.block, block, `verifying: ${what}: ${firstBad?.reason}`)
    await rm(harmed.dataDir, { recursive: true })
  }
})

test('verifying finds what opening does not look for: forged flags, indexes and seals', async (t) => {
  const { dataDir, consortiumDir } = await eightKeys(t)
  await tamper(dataDir, async ({ transactions }) => {
    for await (const [id, entry] of transactions.iterator())
      if (entry.block === 5) await transactions.put(id, { ...entry, code: 11 })
  })
  t.match(await verifyLedger(dataDir, consortiumDir), { firstBad: { block: 5, reason: /index/ } })
})

test('whatever byte of the files is changed, the ledger opens whole or not at all', async (t) => {
  const { dataDir, consortiumDir } = await eightKeys(t)
  for (let round = 0; round < 6; round++) {
    const harmed = { dataDir: `${dataDir}-harmed`, consortiumDir }
    await cp(dataDir, harmed.dataDir, { recursive: true })
    const files = (await readdir(harmed.dataDir)).filter((file) => /\.(ldb|log)$/.test(file)).sort()
    const file = join(harmed.dataDir, files[round % files.length] ?? '')
    const bytes = await readFile(file)
    await writeFile(file, flip(bytes, randomInt(bytes.length)))
    const refusal = await refusalOf(harmed)
    t.type(refusal, Error, `byte changed in ${file.split('/').at(-1)}: ${refusal}`)
    await rm(harmed.dataDir, { recursive: true })
  }
})
