#!/usr/bin/env node
/** `node oracles/notary/src/export-main.ts FOLDER START END`: exports blocks for an audit; the ledger's settings as for main.ts. */
import { exportBlocks } from './audit/export.ts'
import { ledgerFrom } from './env.ts'
import { connectLedger } from './follow/connection.ts'

const run = async ([folder, start, end]: readonly string[]) => {
  if (!folder || start === undefined || end === undefined) throw new Error('export-main.ts FOLDER START END')
  const connection = await connectLedger(ledgerFrom(process.env))
  try {
    await exportBlocks(connection.network(), folder, Number(start), Number(end))
  } finally {
    connection.close()
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
