#!/usr/bin/env node
/** Draws the keys of a new log: `node oracles/access-log/src/keys-main.ts FOLDER`, passphrase from HUREN_PASSPHRASE_FILE. */
import { readFile } from 'node:fs/promises'
import { createLogKeys } from './keys.ts'

const [dir] = process.argv.slice(2)
const passphraseFile = process.env.HUREN_PASSPHRASE_FILE
if (!dir || !passphraseFile) {
  console.error('用法 usage: HUREN_PASSPHRASE_FILE=FILE node oracles/access-log/src/keys-main.ts FOLDER')
  process.exit(2)
}
await createLogKeys(dir, (await readFile(passphraseFile, 'utf8')).trim())
console.log(`密钥已生成 keys are in ${dir}`)
