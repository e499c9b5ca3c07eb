import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { binaryNames, findBinaries, isNewEnough } from './binaries.ts'

/** A folder of programs that only say which Fabric they are. */
const fabricOf = (version: string) => {
  const bin = join(mkdtempSync(join(tmpdir(), 'huren-bin-')), 'bin')
  mkdirSync(bin)
  for (const name of binaryNames) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "peer:\n Version: ${version}"\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}

test("Fabric that is missing or too old is said in a sentence that names Fabric's documentation", async (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'huren-bin-'))
  const message = /Install Fabric and Fabric Samples/
  await t.rejects(findBinaries('smartbft', { FABRIC_BIN: empty }), { code: 'binary-missing', message })
  await t.rejects(findBinaries('smartbft', { PATH: empty }), { code: 'binary-missing', message: /PATH/ })
  await t.rejects(findBinaries('smartbft', { FABRIC_BIN: fabricOf('v2.5.12') }), {
    code: 'binary-too-old',
    message,
  })
  await t.rejects(findBinaries('raft', { FABRIC_BIN: fabricOf('v2.5.12') }), { code: 'builder-missing' })
})

test('versions', async (t) => {
  t.ok(isNewEnough('v3.1.5', 'smartbft'))
  t.ok(isNewEnough('v2.5.0', 'raft'))
  t.notOk(isNewEnough('v2.4.9', 'raft'))
  t.notOk(isNewEnough('2.5.12', 'smartbft'))
  t.ok(isNewEnough('latest', 'smartbft'), 'a build without a number is taken at its word')
})
