/**
 * `node oracles/notary/bench/made-blocks.ts FOLDER STATEMENTS [SM2-SHARE=0.5]`: a ledger's first blocks from a real
 * embedded ledger, then blocks made like its own, with real signatures of authors, endorsers and orderers, faster than
 * any ledger would commit them; and a trust file beside them.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExportableKey, generateKey } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { readBlock } from '../src/audit/block-files.ts'
import { exportBlocks, nameOf } from '../src/audit/export.ts'
import { envelopesOf, headerOf } from '../src/blocks/header.ts'
import { blockAfter, nodeOf, transactionLike } from '../src/testing/made-blocks.ts'
import {
  at,
  central,
  commitment,
  committed,
  found,
  institutionPayload,
  keyPayload,
  openProvince,
  type Province,
  period,
  report,
  sign,
  submit,
} from '../src/testing/province.ts'

const [folder = '', count = '100000', share = '0.5'] = process.argv.slice(2)
const hospitals = 20
const statementsPerTransaction = 50
const transactionsPerBlock = 10

interface Author {
  readonly institution: string
  readonly key: ExportableKey
}
/** Hospitals with one key each for reports, as the central organisations would register them. */
const register = async ({ contract, keys }: Province): Promise<Author[]> => {
  const governance = keys.slice(0, 2)
  const authors: Author[] = []
  for (let i = 0; i < hospitals; i++) {
    const institution = `GD-4402-${String(i).padStart(5, '0')}`
    const administration = generateKey('ES256')
    const key = generateKey(i < hospitals * Number(share) ? 'SM2-SM3' : 'ES256')
    committed(
      await submit(contract, 'Registry:submit', [
        sign('institution', { ...institutionPayload(institution, 'hospital') }, governance),
        sign(
          'signing-key',
          keyPayload(administration, central[0] ?? '', institution, ['administration']),
          governance,
        ),
        sign('signing-key', keyPayload(key, institution, institution, ['report']), [administration]),
      ]),
    )
    authors.push({ institution, key })
  }
  return authors
}

const trustOf = ({ keys }: Province) => ({
  format: 'huren-trust/v1',
  ...period(),
  organisations: central.map((institution, i) => ({
    institution,
    name: { zh: institution, en: institution },
    statementKeys: [{ algorithm: keys[i]?.algorithm, publicKey: keys[i]?.publicKey, ...period() }],
    notaries: [],
  })),
  policy: { cosignatures: 2, including: [central[2]] },
})

const make = async (province: Province) => {
  await mkdir(folder, { recursive: true })
  await found(province)
  const authors = await register(province)
  const [first] = authors
  if (!first) throw new Error('no hospital')
  const write = ({ institution, key }: Author) =>
    report(key, { issuer: institution, report: randomUUID(), content: commitment() })
  committed(await submit(province.contract, 'Report:submit', [write(first)]))
  const height = province.ledger.height
  await exportBlocks(province.network, folder, 0, height - 1)
  await writeFile(`${folder}.trust.json`, JSON.stringify(trustOf(province), null, 2))
  const endorsers = [await nodeOf(province, 0, 'peer'), await nodeOf(province, 2, 'peer')]
  const orderer = await nodeOf(province, 1, 'orderer')
  let last = await readBlock(join(folder, nameOf(height - 1)))
  if (!last) throw new Error('the last block cannot be read')
  const [template = new Uint8Array()] = envelopesOf(last)
  const started = at()
  for (let left = Number(count), n = 0; left > 0; ) {
    const envelopes: Uint8Array[] = []
    for (let i = 0; i < transactionsPerBlock && left > 0; i++) {
      const size = Math.min(left, statementsPerTransaction)
      const texts = Array.from({ length: size }, () => write(authors[n++ % authors.length] ?? first))
      envelopes.push(await transactionLike(template, { texts, endorsers }))
      left -= size
    }
    last = await blockAfter(last, envelopes, orderer)
    await writeFile(join(folder, nameOf(headerOf(last).getNumber())), last.serializeBinary())
  }
  console.log(
    JSON.stringify({ folder, statements: Number(count), blocks: headerOf(last).getNumber() + 1, started }),
  )
}

const closing: (() => Promise<unknown>)[] = []
try {
  await make(await openProvince({ teardown: (handler) => void closing.push(handler) }, startLedger))
} finally {
  for (const close of closing) await close()
}
