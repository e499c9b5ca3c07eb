/**
 * `npm run bench`: what this machine carries, printed beside the comparison. Options: `--only signatures|api|receipts|notary|audit|witnessed|accesses|explorer`,
 * `--statements N` (ES256; half as many SM2), `--audited N` (a million takes some minutes to make) or `--blocks FOLDER` (made before by
 * `oracles/notary/bench/made-blocks.ts`), `--assert` to exit with 1 when a requirement is missed.
 */
import { parseArgs } from 'node:util'
import { benchApi } from './api.ts'
import { auditBars, benchAudit } from './audit.ts'
import { apiBars, type Bar, signatureBar } from './bars.ts'
import { accessBars, explorerBars, notaryBars, receiptBars, witnessedBars } from './evidence.ts'
import {
  printApi,
  printAudit,
  printBars,
  printMachine,
  printRecords,
  printSignatures,
  printWitnessed,
} from './print.ts'
import { benchRecords } from './records.ts'
import { benchSignatures } from './signatures.ts'
import { benchWitnessed } from './witnessed.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    statements: { type: 'string', default: '12000' },
    audited: { type: 'string', default: '100000' },
    blocks: { type: 'string' },
    assert: { type: 'boolean', default: false },
  },
})

const signatures = (): Bar[] => {
  const { sm2, es256, smCrypto, smCryptoV2 } = benchSignatures()
  printSignatures([sm2, smCryptoV2, smCrypto, es256])
  printRecords(benchRecords())
  return [signatureBar(sm2, smCrypto)]
}

const api = async (): Promise<Bar[]> => {
  const statements = Number(values.statements)
  const rows = await benchApi({
    hospitals: { ES256: 12, 'SM2-SM3': 8 },
    batch: 60,
    statements: { ES256: statements, 'SM2-SM3': statements / 2 },
    singleSenders: 32,
    singleStatements: Math.min(1000, statements),
  })
  printApi(rows)
  return apiBars(rows)
}

const witnessed = async (): Promise<Bar[]> => {
  const perSecond = 300
  const row = await benchWitnessed({ perSecond, seconds: 60 })
  printWitnessed(row)
  return witnessedBars(row, perSecond)
}

const audit = async (): Promise<Bar[]> => {
  const row = await benchAudit({ statements: Number(values.audited), blocks: values.blocks })
  printAudit(row)
  return auditBars(row)
}

const parts = {
  signatures: async () => signatures(),
  api,
  receipts: receiptBars,
  notary: notaryBars,
  audit,
  witnessed,
  accesses: accessBars,
  explorer: explorerBars,
}

printMachine()
const bars: Bar[] = []
for (const [name, part] of Object.entries(parts))
  if (values.only === undefined || values.only === name) bars.push(...(await part()))
printBars(bars)
if (values.assert && bars.some(({ reached }) => !reached)) process.exitCode = 1
