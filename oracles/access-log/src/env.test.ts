import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { Tokens } from './auth/tokens.ts'
import { settingsFrom } from './env.ts'
import { createLogKeys, loadLogKeys } from './keys.ts'
import { environmentOf, newSettings, tokens } from './testing/service.ts'

test('settings come from the environment; what is missing or wrong is named', async (t) => {
  const { settings, remove } = await newSettings()
  t.teardown(remove)
  const env = environmentOf(settings)
  const { anchorEvery: _anchor, proveEvery: _prove, ...rest } = settings
  t.match(settingsFrom(env), { ...rest, anchorEvery: 3000, proveEvery: 1000 })
  for (const name of ['HUREN_ACCESS_DATA', 'HUREN_ACCESS_ORIGIN', 'HUREN_URL', 'HUREN_NOTARY'])
    t.throws(() => settingsFrom({ ...env, [name]: '' }), { message: new RegExp(name) })
  const wrong: [string, string, RegExp][] = [
    ['HUREN_ACCESS_LISTEN', 'nowhere', /HUREN_ACCESS_LISTEN/],
    ['HUREN_ACCESS_INSTITUTION', '第一医院', /institution/],
    ['HUREN_ACCESS_ORIGIN', 'a log', /origin/],
    ['HUREN_ACCESS_ANCHOR_MS', 'soon', /HUREN_ACCESS_ANCHOR_MS/],
    ['HUREN_ACCESS_ANCHOR_MS', '1', /anchorEvery/],
    ['HUREN_URL', 'ftp://x', /gateway/],
  ]
  for (const [name, value, message] of wrong)
    t.throws(() => settingsFrom({ ...env, [name]: value }), { message }, `${name}=${value}`)
})

test('tokens are known by their hash; a wrong file is refused', async (t) => {
  const { settings, remove } = await newSettings()
  t.teardown(remove)
  const known = await Tokens.load(settings.tokensFile)
  t.match(known.callerOf(tokens.append), { name: 'viewer', may: ['append'] })
  t.equal(known.callerOf('anything else'), undefined)
  await t.rejects(Tokens.load(settings.passphraseFile))
})

test('keys are drawn once and kept under their passphrase', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'access-keys-'))
  t.teardown(() => rm(dir, { recursive: true }))
  await createLogKeys(dir, 'right')
  t.same((await readdir(dir)).sort(), ['lists.pem', 'note.pem'])
  t.equal((await loadLogKeys(dir, 'right')).lists.length, 32)
  await t.rejects(loadLogKeys(dir, 'wrong'))
  await t.rejects(createLogKeys(dir, 'right'), { code: 'EEXIST' })
})
