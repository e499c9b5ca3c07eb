/**
 * `node oracles/notary/bench/made-blocks.ts FOLDER STATEMENTS [SM2-SHARE=0.5]`: a ledger's first blocks from a real
 * embedded ledger, then blocks made like its own, with real signatures of authors, endorsers and orderers, faster than
 * any ledger would commit them; and a trust file beside them. All processors make transactions.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLedger } from '@huren/embedded'
import { readBlock } from '../src/audit/block-files.ts'
import { exportBlocks, nameOf } from '../src/audit/export.ts'
import { envelopesOf, headerOf } from '../src/blocks/header.ts'
import { blockAfter, filesOf, nodeOf } from '../src/testing/made-blocks.ts'
import {
  central,
  committed,
  found,
  openProvince,
  type Province,
  period,
  submit,
} from '../src/testing/province.ts'
import { type Author, registerAuthors, reportWriter } from './blocks/authors.ts'
import { envelopesOfBlocks } from './blocks/transaction-threads.ts'

const [folder = '', count = '100000', share = '0.5'] = process.argv.slice(2)

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

/** What the real ledger has, the last of it a report; returns its last block. */
const firstBlocks = async (province: Province, authors: readonly Author[]) => {
  committed(await submit(province.contract, 'Report:submit', [reportWriter(authors)()]))
  const { height } = province.ledger
  await exportBlocks(province.network, folder, 0, height - 1)
  const last = await readBlock(join(folder, nameOf(height - 1)))
  if (!last) throw new Error('the last block cannot be read')
  return last
}

const make = async (province: Province) => {
  await mkdir(folder, { recursive: true })
  await found(province)
  const authors = await registerAuthors(province, Number(share))
  let last = await firstBlocks(province, authors)
  await writeFile(`${folder}.trust.json`, JSON.stringify(trustOf(province), null, 2))
  const [template = new Uint8Array()] = envelopesOf(last)
  const endorsers = [await filesOf(province, 0, 'peer'), await filesOf(province, 2, 'peer')]
  const orderer = await nodeOf(province, 1, 'orderer')
  const started = performance.now()
  for await (const envelopes of envelopesOfBlocks({ template, endorsers, authors }, Number(count))) {
    last = await blockAfter(last, envelopes, orderer)
    await writeFile(join(folder, nameOf(headerOf(last).getNumber())), last.serializeBinary())
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    JSON.stringify({ folder, statements: Number(count), blocks: headerOf(last).getNumber() + 1, seconds }),
  )
}

const closing: (() => Promise<unknown>)[] = []
try {
  await make(await openProvince({ teardown: (handler) => void closing.push(handler) }, startLedger))
} finally {
  for (const close of closing) await close()
}
