import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey, type SigningKey, signStatement } from '@huren/crypto-config'
import { type BlockTransaction, ExplorerIndex } from '@huren/explorer-index'
import { type Card, type Letter, signDocument } from '@huren/letters'
import {
  type Commitment,
  type Instant,
  type InstitutionId,
  type Payload,
  type PublicKeyHex,
  parseEnvelope,
  type RecordId,
} from '@huren/records'
import { type Test, test } from 'tap'
import { createAccounts, type ExplorerOptions, startExplorer } from '../index.ts'
import { browser } from '../testing/browser.ts'

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString() as Instant
const uuid = () => crypto.randomUUID() as RecordId
const commitment = 'ab'.repeat(32) as Commitment
const hospital = { id: 'GD-4401-00012' as InstitutionId, key: generateKey('SM2-SM3') }
const stated = { issuer: hospital.id, issuedAt: hours(-1) }
const valid = { notBefore: hours(-1), notAfter: hours(1000) }
const publicPart = ({ id: key, algorithm, publicKey }: SigningKey) => ({ key, algorithm, publicKey })

const binding = (patient: SigningKey, replaces?: SigningKey) => ({
  ...stated,
  ...publicPart(patient),
  ...valid,
  subject: commitment,
  assurance: 'in-person' as const,
  ...(replaces && { replaces: replaces.id }),
})
const grant = (patient: SigningKey) => ({
  issuedAt: hours(-1),
  consent: uuid(),
  grantor: patient.id,
  subject: commitment,
  grantee: hospital.id,
  purpose: 'treatment' as const,
  scope: 'all' as const,
  ...valid,
})

/** A server over an index of one institution, and a way to put more on its ledger. */
const start = async (t: Test, settings: Partial<ExplorerOptions> = {}) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-patient-'))
  const index = await ExplorerIndex.open(dir)
  const commit = async (...statements: readonly (readonly [string, Payload, SigningKey])[]) => {
    const texts = statements.map(([type, payload, key]) =>
      JSON.stringify(signStatement(type, payload, [key])),
    )
    const ids = texts.map((text) => parseEnvelope(text).id)
    const transaction: BlockTransaction = {
      id: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'),
      index: 0,
      validation: 'VALID',
      at: new Date().toISOString(),
      client: 'one',
      function: 'Registry:submit',
      texts,
      answers: ids.map((id) => ({ id, outcome: 'committed' })),
    }
    await index.add([{ number: index.height, previousHash: '', dataHash: '', transactions: [transaction] }])
    return ids
  }
  const { id: institution } = hospital
  const admitted: Payload & Record<string, unknown> = {
    ...stated,
    institution,
    version: 1,
    kind: 'hospital',
    city: '4401',
    level: 'tertiary',
    status: 'active',
    effectiveFrom: hours(-1),
  }
  const registered: Payload & Record<string, unknown> = {
    ...stated,
    institution,
    ...publicPart(hospital.key),
    uses: ['administration'],
    ...valid,
  }
  await commit(['institution', admitted, hospital.key], ['signing-key', registered, hospital.key])
  const accounts = join(dir, 'accounts.json')
  const people = await createAccounts(accounts, [
    { account: 'one', name: '张三', role: 'patient' },
    { account: 'two', name: '李四', role: 'patient' },
    { account: 'regulator', name: '监管员', role: 'regulator' },
  ])
  const explorer = await startExplorer(
    {
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: dir,
      web: dir,
      signIn: { kind: 'trial', accounts },
      ...settings,
    },
    index,
  )
  t.teardown(async () => {
    await explorer.close()
    await index.close()
    await rm(dir, { recursive: true, force: true })
  })
  const signedIn = async (account: string) => {
    const one = browser(explorer.url)
    await one.signIn(account, people.find((each) => each.account === account)?.password ?? '')
    const post = (path: string, body: unknown) =>
      one.send(`/patient/api/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const get = (path: string) => one.send(`/patient/api/${path}`)
    const present = async (key: SigningKey, change: object = {}) => {
      const { audience, challenge } = (await (await get('site')).json()) as Record<string, string>
      const said = {
        issuedAt: hours(0),
        ...publicPart(key),
        audience: audience ?? '',
        challenge: challenge ?? '',
      }
      return post('presence', await signDocument('presence', { ...said, ...change }, key))
    }
    return { ...one, post, get, present }
  }
  return { url: explorer.url, index, commit, signedIn }
}

const point = generateKey('ES256').publicKey as PublicKeyHex
const cardOf = (key: SigningKey, code?: string): Card => ({
  issuedAt: hours(0),
  ...publicPart(key),
  sealing: point,
  ...(code && { code }),
})
const letterTo = (to: SigningKey, from: SigningKey, change: Partial<Letter> = {}): Letter => ({
  issuedAt: hours(0),
  letter: uuid(),
  issuer: hospital.id,
  from: from.id,
  to: to.id,
  notAfter: hours(1),
  encapsulated: 'AAAA',
  sealed: 'AAAA',
  ...change,
})
const codeOf = async (response: Response) => [response.status, Object(await response.json()).code]

test('a session shows a key by signing a challenge for this server, once', async (t) => {
  const { commit, signedIn } = await start(t)
  const patient = generateKey('ES256')
  const one = await signedIn('one')
  t.same(await codeOf(await one.get('key')), [403, 'key-not-shown'])
  t.match(await (await one.present(patient)).json(), { state: 'unbound' })
  await commit(['patient-key', binding(patient), hospital.key])
  t.match(await (await one.get('key')).json(), { state: 'bound', binding: { issuer: hospital.id } })
  for (const change of [{ audience: 'https://evil.example' }, { challenge: 'x'.repeat(22) }])
    t.same(await codeOf(await one.present(patient, change)), [403, 'challenge-stale'])
  const { audience, challenge } = (await (await one.get('site')).json()) as Record<string, string>
  const said = { issuedAt: hours(0), ...publicPart(patient), audience: audience!, challenge: challenge! }
  const answer = await signDocument('presence', said, patient)
  t.equal((await one.post('presence', answer)).status, 200)
  t.same(
    await codeOf(await one.post('presence', answer)),
    [403, 'challenge-stale'],
    'a challenge is used once',
  )
  const thief = await signDocument('presence', said, {
    ...publicPart(patient),
    id: patient.id,
    sign: () => new Uint8Array(64),
  })
  t.same(await codeOf(await one.post('presence', thief)), [400, 'signature-invalid'])
})

test('PROV-4: the patient’s door is for patients, and theirs is no other', async (t) => {
  const { signedIn, url } = await start(t)
  const regulator = await signedIn('regulator')
  t.equal((await regulator.get('site')).status, 403)
  const one = await signedIn('one')
  t.equal((await one.send('/api/statements')).status, 403)
  t.equal((await fetch(`${url}/patient/api/site`)).status, 401)
  const foreign = await one.send('/patient/api/timelines', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
    body: '{}',
  })
  t.same(await codeOf(foreign), [403, 'other-site'])
  t.equal((await one.follow('/sign-in', {})).response.status, 200)
})

test('GAP-12, CITY-3: a patient sees the time lines of own keys and of records whose ids they hold, while the key stands', async (t) => {
  const { commit, signedIn } = await start(t)
  const [patient, other] = [generateKey('ES256'), generateKey('ES256')]
  const [own, foreign] = [grant(patient), grant(other)]
  await commit(
    ['patient-key', binding(patient), hospital.key],
    ['patient-key', binding(other), hospital.key],
    ['consent', own, patient],
    ['consent', foreign, other],
  )
  const one = await signedIn('one')
  await one.present(patient)
  const read = async (ids: readonly string[]) => one.post('timelines', { ids })
  const { rows } = (await (await read([patient.id, own.consent, foreign.consent])).json()) as {
    rows: Record<string, { text: string }[]>
  }
  t.same(
    rows[patient.id]?.map(({ text }) => parseEnvelope(text).type.name),
    ['patient-key', 'consent'],
  )
  t.equal(rows[own.consent]?.length, 1)
  t.same(rows[foreign.consent], [], 'the grant of somebody else is not shown, even to who knows its id')
  t.same(await codeOf(await read([other.id])), [403, 'forbidden'])
  t.equal((await read(['<script>'])).status, 400)
  const next = generateKey('ES256')
  await commit(['patient-key', binding(next, patient), hospital.key])
  t.same(await codeOf(await read([own.consent])), [403, 'key-inactive'], 'the lost phone reads nothing more')
  await one.present(next)
  const after = (await (await read([patient.id])).json()) as typeof Object.prototype
  t.match(JSON.stringify(after), /patient-key/, 'the new phone sees what the old key granted')
})

test('PROV-25: letters are taken from registered writers for bound keys, and handed to their reader alone', async (t) => {
  const { commit, signedIn } = await start(t)
  const [patient, relative] = [generateKey('ES256'), generateKey('ES256')]
  const anybody = await signedIn('two')
  const send = async (letter: Letter, key: SigningKey) =>
    anybody.post('letters', await signDocument('letter', letter, key))
  const early = letterTo(patient, hospital.key)
  t.same(await codeOf(await send(early, hospital.key)), [404, 'reader-unknown'])
  await commit(
    ['patient-key', binding(patient), hospital.key],
    ['patient-key', binding(relative), hospital.key],
  )
  t.equal((await send(early, hospital.key)).status, 201)
  t.equal((await send(early, hospital.key)).status, 201, 'again is harmless')
  t.same(await codeOf(await send({ ...early, sealed: 'BBBB' }, hospital.key)), [409, 'record-exists'])
  const stranger = generateKey('SM2-SM3')
  t.same(await codeOf(await send(letterTo(patient, stranger), stranger)), [403, 'writer-unknown'])
  t.same(
    await codeOf(
      await send(letterTo(patient, hospital.key, { issuer: 'GD-4403-00007' as InstitutionId }), hospital.key),
    ),
    [403, 'writer-unknown'],
    'in the name of another institution',
  )
  t.same(await codeOf(await send(letterTo(patient, hospital.key), relative)), [400, 'signature-invalid'])
  t.same(await codeOf(await send(letterTo(patient, hospital.key, { issuedAt: hours(-2) }), hospital.key)), [
    403,
    'clock-skew',
  ])
  const { issuer: _, ...fromPatient } = letterTo(relative, patient)
  t.equal((await send(fromPatient, patient)).status, 201, 'one patient writes to another')
  const [one, two] = [await signedIn('one'), await signedIn('two')]
  await one.present(patient)
  await two.present(relative)
  const lettersOf = async (who: typeof one) =>
    (Object(await (await who.get('letters')).json()).letters as string[]).length
  t.equal(await lettersOf(one), 1)
  t.equal(await lettersOf(two), 1)
  const recall = { issuedAt: hours(0), letter: fromPatient.letter, from: patient.id }
  await two.post(
    `recalls/${relative.id}`,
    await signDocument('recall', { ...recall, from: relative.id }, relative),
  )
  t.equal(await lettersOf(two), 1, 'only the writer takes it back')
  await one.post(`recalls/${relative.id}`, await signDocument('recall', recall, patient))
  t.equal(await lettersOf(two), 0)
})

test('a binding code gives the card to the first who reads it, and to nobody after', async (t) => {
  const { signedIn, url } = await start(t)
  const one = await signedIn('one')
  const patient = generateKey('ES256')
  const code = 'abcdefghij0123456789-_'
  const card = await signDocument('card', cardOf(patient, code), patient)
  t.equal((await one.post('offers', card)).status, 201)
  const take = () =>
    fetch(`${url}/patient/api/offers/take`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
  t.same(await (await take()).json(), card)
  t.equal((await take()).status, 404)
  const swapped = {
    ...card,
    signatures: [{ keyid: patient.id, sig: Buffer.alloc(64, 1).toString('base64') }],
  }
  t.same(await codeOf(await one.post('offers', swapped)), [400, 'signature-invalid'])
})

test('statements are carried to the gateway as they are, with the device’s own signature', async (t) => {
  const seen: { headers: Record<string, unknown>; body: string }[] = []
  const gateway = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(422, { 'content-type': 'application/problem+json' }).end('{"code":"not-grantor"}')
    })
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  t.teardown(() => gateway.close())
  const { signedIn } = await start(t, {
    gateway: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
  })
  const one = await signedIn('one')
  const answer = await one.send('/patient/api/statements', {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json', signature: 'sig=:AA==:', 'signature-input': 'sig=()' },
  })
  t.same(await codeOf(answer), [422, 'not-grantor'])
  t.match(seen, [{ body: '{"a":1}', headers: { signature: 'sig=:AA==:', 'signature-input': 'sig=()' } }])
  t.notOk(seen[0]?.headers.cookie, 'the session stays here')
})

test('passkeys: where an address can have them; what is not known signs nobody in', async (t) => {
  const { signedIn } = await start(t)
  const one = await signedIn('one')
  t.match(await (await one.get('site')).json(), { passkeys: false }, 'not at a bare address')
  t.equal((await one.get('passkey')).status, 404)
  const { url } = await start(t, { listen: { host: 'localhost', port: 0 } })
  const ask = (init?: RequestInit) => fetch(`${url}/patient/sign-in/passkey`, init)
  const options = Object(await (await ask()).json())
  t.match(options, { rpId: 'localhost', userVerification: 'required' })
  const answer = (body: unknown) =>
    ask({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const unknown = await answer({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} })
  t.same(await codeOf(unknown), [403, 'passkey-refused'])
  t.notOk(unknown.headers.get('set-cookie'))
  t.equal((await answer({})).status, 400)
})
