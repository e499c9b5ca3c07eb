import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { buildContracts } from './bundle.ts'
import { hashOf, packBundle } from './package.ts'
import { requireProposed } from './proposal.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'huren-bundle-'))

test('CHAIN-14, CHAIN-59: two organisations that build the same source approve the same bytes', async (t) => {
  const [here, there] = [folder(), folder()]
  const [one, two] = await Promise.all(
    [here, there].map((home) => buildContracts(join(home, 'contracts.cjs'))),
  )
  if (!one || !two) throw new Error('two bundles')
  t.equal(hashOf(one), hashOf(two), 'the same bundle')
  const [first, second] = [await packBundle(one, here, 'a'), await packBundle(two, there, 'a')]
  t.equal(first.packageId, second.packageId, 'the same package')
  t.ok(readFileSync(first.file).equals(readFileSync(second.file)))
  t.not((await packBundle(one, here, 'b')).packageId, first.packageId, 'another place beside the peer')
})

test('a bundle that differs from the proposed one is refused before anything is approved', async (t) => {
  const home = folder()
  const bundle = join(home, 'contracts.cjs')
  writeFileSync(bundle, 'module.exports = {}')
  const proposal = join(home, 'proposal.json')
  writeFileSync(proposal, JSON.stringify({ version: 1, sha256: hashOf(bundle), sequence: 3 }))
  t.equal(requireProposed(proposal, bundle).sequence, 3)
  const changed = join(home, 'changed.cjs')
  copyFileSync(bundle, changed)
  appendFileSync(changed, ' ')
  t.throws(() => requireProposed(proposal, changed), { code: 'bundle-differs' })
  for (const text of ['', '[]', '{"version":1}', '{"version":1,"sha256":"ff","sequence":1}']) {
    writeFileSync(proposal, text)
    t.throws(() => requireProposed(proposal, bundle), { code: 'proposal-invalid' }, text)
  }
})
