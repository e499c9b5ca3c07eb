import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { checkSettings, createLogKeys, startAccessLog, tokenHash } from '@huren/access-log'
import { generateKey, saveKey } from '@huren/crypto-config'
import t, { test } from 'tap'
import { warmHuren, workFolder } from '../testing/huren.ts'

const { huren, close } = warmHuren()
const folder = await workFolder()
const token = 'token-of-whoever-may-read'
const nobody = 'http://127.0.0.1:9'

/** An access log whose gateway and notary do not answer: what is appended stays without a witness. */
const settings = async () => {
  await mkdir(folder.file('data'))
  await saveKey(folder.file('statement.key'), generateKey('ES256'), 'correct horse battery staple')
  await createLogKeys(folder.file('keys'), 'correct horse battery staple')
  const may = ['append', 'read']
  await writeFile(
    folder.file('tokens.json'),
    JSON.stringify([{ name: 'all', sha256: tokenHash(token), may }]),
  )
  await writeFile(folder.file('token'), token)
  await writeFile(folder.file('wrong-token'), 'another')
  return checkSettings({
    listen: { host: '127.0.0.1', port: 0 },
    dataDir: folder.file('data'),
    publicDir: folder.file('public'),
    institution: 'GD-4401-90001',
    origin: 'cloud.example/access',
    keysDir: folder.file('keys'),
    statementKey: folder.file('statement.key'),
    passphraseFile: folder.passphraseFile,
    tokensFile: folder.file('tokens.json'),
    gateway: nobody,
    notary: nobody,
    anchorEvery: 100,
    proveEvery: 100,
  })
}
const service = await startAccessLog(await settings())
t.teardown(async () => {
  close()
  await service.close()
  await folder.remove()
})

const at = (url: string, file = 'token') => ['--url', url, '--token-file', folder.file(file)]
const event = {
  event: randomUUID(),
  at: new Date().toISOString(),
  institution: 'GD-4403-00007',
  key: 'ab'.repeat(32),
  consent: randomUUID(),
  subject: 'cd'.repeat(32),
  study: 'ef'.repeat(32),
  action: 'view',
}

test('PAT-8: a receipt that is not there yet ends with 3, and says so; each other reason has its own code', async (t) => {
  await writeFile(folder.file('looks'), JSON.stringify({ event, patient: 'somebody' }))
  const appended = await huren(['access', 'append', folder.file('looks'), ...at(service.url)])
  t.match(appended, { code: 0, stdout: /1 appended/ })
  const asked = (id: string, where: readonly string[]) => huren(['access', 'receipt', id, ...where])
  t.match(await asked(event.event, at(service.url)), { code: 3, stderr: /not-witnessed/ }, '409')
  t.match(await asked(randomUUID(), at(service.url)), { code: 5, stderr: /not-found/ }, '404')
  t.match(
    await asked(event.event, at(service.url, 'wrong-token')),
    { code: 4, stderr: /token-unknown/ },
    '401',
  )
  t.match(await asked(event.event, at(nobody)), { code: 3, stderr: /unreachable/ }, 'nobody there')
  t.match(
    await asked(event.event, at(service.url, 'no-token')),
    { code: 2, stderr: /input/ },
    'no token file',
  )
})

test('PAT-8: a list that is not witnessed yet ends with 3 too', async (t) => {
  await writeFile(folder.file('me'), 'somebody')
  const mine = ['--patient-file', folder.file('me')]
  t.match(await huren(['access', 'list', ...mine, ...at(service.url)]), { code: 3, stderr: /not-witnessed/ })
  t.match(await huren(['access', 'list', ...at(service.url)]), { code: 2, stderr: /name-missing/ })
})

interface Vectors {
  readonly texts: readonly string[]
  readonly cases: readonly {
    readonly kind: string
    readonly trust: number
    readonly receipt: number
    readonly expect: { readonly outcome: string; readonly code?: string }
  }[]
}
const vectors = async (name: string): Promise<Vectors> =>
  JSON.parse(await readFile(new URL(`../vectors/${name}.json`, import.meta.resolve('@huren/verify')), 'utf8'))
/** The first of each kind that is refused for a reason of its own, whatever the time is. */
const refusals = async () =>
  (await Promise.all(['access', 'reconciliation'].map(vectors))).flatMap(({ texts, cases }) =>
    [...new Set(cases.map(({ kind }) => kind))].map((kind) => {
      const found = cases.find((each) => each.kind === kind && each.expect.code?.endsWith('malformed'))
      return {
        kind,
        code: found?.expect.code,
        text: texts[found?.receipt ?? -1],
        trust: texts[found?.trust ?? -1],
      }
    }),
  )

test('PAT-8: huren access verify is never silent: a sentence and an exit code for each outcome', async (t) => {
  const verify = (...words: string[]) => huren(['access', 'verify', ...words])
  const [file, trust] = [folder.file('file'), folder.file('trust')]
  const trusting = ['--trust', trust, '--institution', 'GD-4403-00007']
  const cases = await refusals()
  t.same(cases.map(({ kind }) => kind).sort(), ['access-list', 'access-receipt', 'reconciliation'])
  for (const { kind, code, text, trust: trusted } of cases) {
    if (code === undefined || text === undefined || trusted === undefined) return t.fail(`${kind}: no vector`)
    await writeFile(file, text)
    await writeFile(trust, trusted)
    t.match(await verify(file, ...trusting), { code: 1, stdout: `[${code}]` }, kind)
    const told = await verify(file, ...trusting, '--json')
    t.equal(told.code, 1, kind)
    t.match(JSON.parse(told.stdout), { outcome: 'rejected', code }, kind)
  }
  await writeFile(file, '')
  t.match(await verify(file, ...trusting), { code: 1, stdout: /\[access-malformed\]/ }, 'an empty file')
  await writeFile(trust, '{')
  t.match(await verify(file, ...trusting), { code: 1, stdout: /\[[a-z-]+\]/ }, 'a broken trust file')
  await writeFile(file, '{"format":"huren-access-list/v1"}')
  t.match(await verify(file, '--trust', trust), { code: 2, stderr: /name-missing/ }, 'whose list?')
  t.match(await verify(file, ...trusting, '--not-before', 'yesterday'), { code: 2, stderr: /not-before/ })
  t.match(await verify(folder.file('none'), ...trusting), { code: 2, stderr: /input/ }, 'no such file')
  t.match(await verify(file, '--trust', folder.file('none')), { code: 2, stderr: /input/ }, 'no trust file')
})
