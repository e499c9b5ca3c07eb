import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { loadKey, type SigningKey, signStatement } from '@huren/crypto-config'
import {
  type Commitment,
  type Instant,
  type InstitutionId,
  type ItemCode,
  parseEnvelope,
  type RecordId,
  type Report,
} from '@huren/records'
import tap, { test } from 'tap'
import { launch, startHuren, warmHuren, workFolder } from '../testing/huren.ts'

tap.setTimeout(170_000)

const folder = await workFolder()
const { huren, close } = warmHuren()
const system = await startHuren(folder.file('data'))
const { url, folders } = system.started
const secret = ['--passphrase-file', folder.passphraseFile]
const at = ['--url', url]

const central = (name: string) => [
  '--key',
  join(folders.organisations, name, 'administration.key'),
  '--passphrase-file',
  join(folders.organisations, name, 'passphrase'),
]

const administration = folder.file('administration.key')
const doctor = folder.file('doctor.key')
const asDoctor = [...at, '--key', doctor, ...secret]
const tokenFile = folder.file('token')
const byToken = [...at, '--token-file', tokenFile]
const json = async (args: readonly string[], stdin?: string) => {
  const { code, stdout, stderr } = await huren([...args, '--json'], { ...(stdin && { stdin }) })
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${stderr}`)
  return JSON.parse(stdout)
}

let hospital = ''
let signer: SigningKey | undefined

test('EXCH-14: a hospital applies, two central organisations approve, it has its one access key', async (t) => {
  await json(['keygen', '--out', administration, ...secret])
  const own = [...at, '--key', administration, ...secret]
  const apply = () =>
    json(['onboard', 'apply', '--kind', 'hospital', '--level', 'tertiary', '--city', '4401', ...own])
  const applied = await apply()
  t.match(applied, { stage: 'pending', accessKey: /^GD-4401-\d{5}$/ })
  t.equal((await apply()).accessKey, applied.accessKey, 'exactly one')
  hospital = applied.accessKey
  const early = await huren(['get', 'institutions', hospital, ...own])
  t.equal(early.code, 4, 'not a member yet')
  await json(['onboard', 'approve', applied.id, ...at, ...central('consensus1')])
  await json(['onboard', 'approve', applied.id, ...at, ...central('supervisor')])
  const look = () => json(['onboard', 'status', applied.id, ...own])
  let status = await look()
  // what is approved is two transactions away from registered
  for (let tries = 0; status.stage === 'approved' && tries < 300; tries++)
    status = await delay(100).then(look)
  t.equal(status.stage, 'registered')
  const { stdout } = await huren(['onboard', 'status', ...at, ...central('consensus2')])
  t.match(stdout, `${hospital}  已登记 registered`)
})

test('EXCH-14: central organisations decline with a reason, and the applicant reads it', async (t) => {
  const key = folder.file('declined.key')
  await json(['keygen', '--out', key, ...secret])
  const own = [...at, '--key', key, ...secret]
  const { id } = await json(['onboard', 'apply', '--kind', 'city', '--city', '4403', ...own])
  const declining = ['onboard', 'decline', id, ...at]
  const reason = ['--reason', 'document-mismatch']
  t.match(await json([...declining, ...reason, ...central('consensus1')]), { stage: 'pending' })
  t.match(await json([...declining, ...reason, ...central('supervisor')]), { stage: 'declined' })
  const { stdout } = await huren(['onboard', 'status', id, ...own])
  t.match(stdout, /已被中心机构拒绝 declined[\s\S]*GD-0000-00003 \(document-mismatch\)/)
})

test('it registers its doctor, who signs a report; submitted twice it is there once', async (t) => {
  const { key, publicKey, algorithm } = await json(['keygen', '--out', doctor, ...secret])
  const registering = {
    issuer: hospital,
    institution: hospital,
    key,
    publicKey,
    algorithm,
    uses: ['report', 'recognition'],
    notBefore: new Date().toISOString(),
    notAfter: new Date(Date.now() + 86_400_000).toISOString(),
  }
  const own = ['--key', administration, ...secret]
  const signed = await huren(['sign', 'signing-key', '-', ...own], { stdin: JSON.stringify(registering) })
  t.match(await json(['submit', ...at, ...own], signed.stdout), { results: [{ stage: 'committed' }] })

  const report = await signedReport()
  const first = await json(['submit', '--wait', '60', ...asDoctor], report)
  t.match(first.results[0], { stage: 'committed', outcome: 'committed', block: Number })
  await json(['token', '--out', tokenFile, ...asDoctor])
  t.match(await json(['submit', ...byToken], report), { results: [{ outcome: 'duplicate' }] })
  const { payload, id } = parseEnvelope(report.trim())
  t.match(await json(['get', 'reports', String(payload.report), ...byToken]), { statements: [{ id }] })
  const { stdout } = await huren(['list', 'reports', '--filter', 'item=L00001', '--limit', '1', ...byToken])
  t.equal(JSON.parse(stdout).id, id)
})

const signedReport = async (item = 'L00001') => {
  const report = {
    issuer: hospital as InstitutionId,
    issuedAt: new Date().toISOString() as Instant,
    report: randomUUID() as RecordId,
    version: 1,
    status: 'final',
    item: item as ItemCode,
    subject: 'a'.repeat(64) as Commitment,
    content: 'b'.repeat(64) as Commitment,
    format: 'fhir-json',
    performedAt: new Date(Date.now() - 60_000).toISOString() as Instant,
  } satisfies Report
  signer ??= await loadKey(doctor, 'correct horse battery staple')
  return `${JSON.stringify(signStatement('report', report, [signer]))}\n`
}

test('a refusal ends with 1 and its code; the others of the batch are kept', async (t) => {
  const both = (await signedReport('L99999')) + (await signedReport())
  const { code, stdout, stderr } = await huren(['submit', ...byToken], { stdin: both })
  t.equal(code, 1)
  t.match(stdout, /被拒绝 refused {2}item-unknown[\s\S]*已上链 committed/)
  t.match(stderr, /item-unknown/)
})

test('--async takes the promise and goes', async (t) => {
  const { results, promises } = await json(['submit', '--async', ...byToken], await signedReport())
  t.match(results, [{ stage: /queued|committed/ }])
  t.match(promises, [{ payloadType: /promise/ }])
})

test('CHAIN-24: offline signing: the Fabric transaction is signed here with an identity of one’s own', async (t) => {
  const user = join(folders.consortium, 'consensus2.huren.local/users/gateway@consensus2.huren.local/msp')
  const identity = [
    '--identity',
    join(user, 'signcerts/gateway@consensus2.huren.local-cert.pem'),
    '--identity-key',
    join(user, 'keystore/priv_sk'),
    '--msp',
    'ConsensusTwoMSP',
  ]
  const report = await signedReport()
  const { results } = await json(['submit', ...identity, ...byToken], report)
  t.match(results[0], { stage: 'committed', transaction: /^[0-9a-f]{64}$/, block: Number })
  const { creator } = await json(['get', 'transactions', results[0].transaction, ...byToken])
  t.equal(creator, 'ConsensusTwoMSP', 'not the gateway’s own')
  t.match(await json(['submit', ...identity, ...byToken], report), { results: [{ outcome: 'duplicate' }] })
})

test('a token that was not given out opens nothing', async (t) => {
  const file = folder.file('forged')
  await writeFile(file, 'forged\n')
  t.equal((await huren(['get', 'institutions', hospital, ...at, '--token-file', file])).code, 4)
  t.match(await json(['get', 'institutions', hospital, ...byToken]), { current: { kind: 'hospital' } })
})

test('what everybody may read needs no key; the rest ends with 4, what is not there with 5', async (t) => {
  t.match(await json(['get', 'rules', ...at]), { version: 1 })
  t.equal((await huren(['list', 'items', ...at])).stdout.trim().split('\n').length, 10)
  t.equal((await huren(['list', 'reports', ...at])).code, 4)
  t.equal((await huren(['get', 'items', 'L99999', ...at])).code, 5)
  t.equal((await huren(['replay', 'c'.repeat(64), ...byToken])).code, 5)
  t.equal((await huren(['discard', 'c'.repeat(64), ...byToken])).code, 5)
})

test('watch prints each event once, resumes after the last one, and ends when it is told to', async (t) => {
  const watching = (...args: string[]) => {
    const child = launch(['watch', ...byToken, ...args])
    const lines = createInterface({ input: child.stdout })
    const events = (async function* () {
      for await (const line of lines) yield JSON.parse(line)
    })()
    const stop = async () => {
      child.kill('SIGTERM')
      const [code] = await once(child, 'exit')
      return code
    }
    return { next: async () => (await events.next()).value, stop }
  }
  const first = watching('--after', '0000000000-00000-00000')
  const [one, two] = [await first.next(), await first.next()]
  t.ok(one.id < two.id)
  t.equal(await first.stop(), 0)
  const second = watching('--after', one.id)
  t.equal((await second.next()).id, two.id)
  t.equal(await second.stop(), 0)
})

test('bootstrap is for an empty ledger only', async (t) => {
  const { code, stderr } = await huren(['bootstrap', ...at], { stdin: await signedReport() })
  t.equal(code, 1)
  t.match(stderr, /bootstrap-done/)
})

/** How often each operation was asked for, as the gateway counts it. */
const operations = async () => {
  const text = (await huren(['metrics', ...at])).stdout
  const counted = text.matchAll(
    /request_seconds_count\{route="([^"]+)",method="(\w+)",status="(\d+)"\} (\d+)/g,
  )
  return [...counted]
    .filter(([, , , status]) => Number(status) < 500)
    .map(([, route, method]) => `${method} ${route}`)
}

const samples: Readonly<Record<string, string>> = { number: '1', version: '1', item: 'L00001' }

/** `huren get` for what the API reads, with an id of the right shape where it takes one. */
const reading = (path: string): string[] => {
  const [, , resource = '', parameter] = path.split('/')
  if (!parameter) return ['get', resource]
  if (resource === 'institutions') return ['get', resource, hospital]
  const isDigest = ['statements', 'keys', 'transactions'].includes(resource)
  return ['get', resource, samples[parameter.slice(1, -1)] ?? (isDigest ? 'c'.repeat(64) : randomUUID())]
}

/** The command line makes the proposal on its own machine, and would not have it made by a gateway. */
const madeHere = ['post /v1/offline/proposal']

test('every operation of the API can be done with the command line', async (t) => {
  const status = await json(['status', ...at])
  t.match(status, { ready: true, about: { channel: 'huren' } })
  const { paths } = await (await fetch(`${url}/openapi.json`)).json()
  const gets = Object.keys(paths).filter((path) => path.startsWith('/v1/') && paths[path].get)
  const lines = gets.filter((path) => path !== '/v1/events').map((path) => [...reading(path), ...byToken])
  for (const line of lines) {
    const { code } = await huren(line)
    t.ok(code === 0 || code === 4 || code === 5, `${line.join(' ')}: ${code}`)
  }
  await operations()
  const done = [...(await operations()), ...madeHere]
  const all = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  t.ok(all.length >= 40)
  t.same(
    all.filter((operation) => !done.includes(operation)),
    [],
    'what the command line never asked for',
  )
})

test('the system stops', async (t) => {
  close()
  t.equal(await system.stop(), 0)
  await folder.remove()
})
