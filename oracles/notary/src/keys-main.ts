#!/usr/bin/env node
/**
 * `node oracles/notary/src/keys-main.ts FOLDER ORIGIN WITNESS`: draws a notary's keys under the passphrase in
 * HUREN_PASSPHRASE_FILE and prints the verifier keys for the trust file and for the other notaries.
 */
import { readPassphrase } from './config.ts'
import { createNotaryKeys, loadNotaryKeys } from './keys/notary-keys.ts'

const run = async ([folder, origin, witness]: readonly string[]) => {
  const file = process.env.HUREN_PASSPHRASE_FILE
  if (!folder || !origin || !witness || !file)
    throw new Error('HUREN_PASSPHRASE_FILE=… keys-main.ts FOLDER ORIGIN WITNESS')
  const passphrase = await readPassphrase(file)
  await createNotaryKeys(folder, { origin, witness }, passphrase)
  const { log, sm2, cosigner } = await loadNotaryKeys(folder, passphrase)
  console.log(
    JSON.stringify({ log: log.verifierKey, cosigner: cosigner.verifierKey, sm2: sm2.verifierKey }, null, 2),
  )
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
