import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client, credentials } from '@grpc/grpc-js'
import {
  createConsortium,
  type ExportableKey,
  generateKey,
  loadConsortium,
  nodeSigner,
  saveKey,
  signStatement,
} from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import type { Instant, InstitutionId, KeyUse, Payload, StatementResult } from '@huren/records'
import {
  isConsistent,
  parseCheckpointBody,
  parseNote,
  type TrustFile,
  type Verdict,
  verifyReceipt,
} from '@huren/verify'
import { type Contract, connect, hash } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'
import { type Test, test } from 'tap'
import { audit } from './audit/audit.ts'
import { exportBlocks } from './audit/export.ts'
import { BadBlock, type ChainPosition, checkBlock } from './blocks/check-block.ts'
import type { NotaryOptions } from './config.ts'
import { createNotaryKeys, loadNotaryKeys } from './keys/notary-keys.ts'
import { checkpointText } from './keys/note.ts'
import { type RunningNotary, startNotary } from './notary.ts'
import { startTrialNotaries } from './trial/trial.ts'

const central = ['GD-0000-00001', 'GD-0000-00002', 'GD-0000-00003'] as InstitutionId[]
const hospital = 'GD-4401-00012' as InstitutionId
const at = (offset = 0) => new Date(Date.now() + offset).toISOString() as Instant
const year = 365 * 86_400_000
const period = () => ({ notBefore: at(-86_400_000), notAfter: at(year) })
type Tap = Pick<Test, 'teardown' | 'equal' | 'same' | 'match' | 'ok'>
const commitment = () => randomBytes(32).toString('hex')
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const until = async <T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  patience = 20_000,
): Promise<T> => {
  for (const started = Date.now(); Date.now() - started < patience; await sleep(50)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(`timed out: ${what}`)
}

const sign = (name: string, payload: object, keys: readonly ExportableKey[]): string =>
  JSON.stringify(signStatement(name, payload as Payload, keys))

const keyPayload = (key: ExportableKey, issuer: string, institution: string, uses: KeyUse[]) => ({
  issuer,
  issuedAt: at(),
  institution,
  key: key.id,
  algorithm: key.algorithm,
  publicKey: key.publicKey,
  uses,
  ...period(),
})
const institutionPayload = (institution: string, kind: 'central' | 'hospital') => ({
  issuer: kind === 'central' ? institution : central[0],
  issuedAt: at(),
  institution,
  version: 1,
  kind,
  ...(kind === 'hospital' && { level: 'tertiary' }),
  city: kind === 'central' ? '0000' : '4401',
  status: 'active',
  effectiveFrom: at(-3_600_000),
})

/** A ledger with its three central organisations and one hospital; what a consortium looks like on its first day. */
const openProvince = async (t: { teardown(handler: () => Promise<unknown>): void }) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-notary-'))
  const consortiumDir = join(dir, 'consortium')
  await createConsortium(consortiumDir)
  const ledger = await startLedger({ dataDir: join(dir, 'ledger'), consortiumDir })
  const organisations = await loadConsortium(consortiumDir)
  const user = await organisations[0]!.member('user', 'gateway')
  const client = new Client(ledger.address, credentials.createSsl(Buffer.from(ledger.tlsRootCert)))
  const gateway = connect({
    client,
    identity: { mspId: organisations[0]!.mspId, credentials: Buffer.from(user.certificate) },
    signer: nodeSigner(user.privateKey),
    hash: hash.none,
  })
  t.teardown(async () => {
    gateway.close()
    client.close()
    await ledger.close()
    await rm(dir, { recursive: true, force: true })
  })
  const network = gateway.getNetwork('huren')
  const contract = network.getContract('huren')
  return { dir, ledger, organisations, network, contract, keys: central.map(() => generateKey('SM2-SM3')) }
}
type Province = Awaited<ReturnType<typeof openProvince>>

const submit = async (
  contract: Contract,
  name: string,
  texts: readonly string[],
): Promise<StatementResult[]> =>
  JSON.parse(Buffer.from(await contract.submitTransaction(name, ...texts)).toString())

const committed = (results: readonly StatementResult[]) => {
  const refused = results.find(({ outcome }) => outcome === 'refused')
  if (refused) throw new Error(JSON.stringify(refused))
  return results.map(({ id }) => String(id))
}

/** Bootstrap, catalogue, hospital and its two keys; returns the hospital's keys. */
const found = async ({ contract, keys }: Province) => {
  const bootstrap = central.flatMap((id, i) => [
    sign('institution', institutionPayload(id, 'central'), keys),
    sign('signing-key', keyPayload(keys[i]!, id, id, ['administration']), keys),
  ])
  committed(await submit(contract, 'Registry:bootstrap', bootstrap))
  const [administration, reporting] = [generateKey('SM2-SM3'), generateKey('SM2-SM3')]
  const governance = keys.slice(0, 2)
  const item = {
    issuer: central[0],
    issuedAt: at(),
    item: 'L00042',
    version: 1,
    kind: 'laboratory',
    status: 'active',
    validDays: 30,
    effectiveFrom: at(-3_600_000),
    document: commitment(),
  }
  const registered = await submit(contract, 'Registry:submit', [
    sign('institution', institutionPayload(hospital, 'hospital'), governance),
    sign('signing-key', keyPayload(administration, central[0]!, hospital, ['administration']), governance),
    sign('signing-key', keyPayload(reporting, hospital, hospital, ['report']), [administration]),
    sign('catalogue-item', item, governance),
  ])
  committed(registered)
  return { administration, reporting }
}

const report = (key: ExportableKey, change: object = {}) =>
  sign(
    'report',
    {
      issuer: hospital,
      issuedAt: at(),
      report: randomUUID(),
      version: 1,
      status: 'final',
      item: 'L00042',
      subject: commitment(),
      content: commitment(),
      format: 'fhir-json',
      performedAt: at(-3_600_000),
      ...change,
    },
    [key],
  )

const passphrase = 'a passphrase of this test'

/** Settings of the three notaries beside one ledger; ports are taken in advance, since each knows the others' URLs. */
const prepareNotaries = async ({ dir, ledger, organisations }: Province, ports: readonly number[]) => {
  const passphraseFile = join(dir, 'passphrase')
  const tlsCertificate = join(dir, 'tls.pem')
  await writeFile(passphraseFile, passphrase)
  await writeFile(tlsCertificate, ledger.tlsRootCert)
  const names = ['one', 'two', 'supervisor']
  const vkeys = await Promise.all(
    names.map(async (name, i) => {
      const keysDir = join(dir, `keys-${name}`)
      await createNotaryKeys(
        keysDir,
        { origin: `${name}.huren.test/log`, witness: `${name}.huren.test` },
        passphrase,
      )
      const { log, sm2, cosigner } = await loadNotaryKeys(keysDir, passphrase)
      return {
        keysDir,
        institution: central[i]!,
        url: `http://127.0.0.1:${ports[i]}`,
        log: log.verifierKey,
        sm2: sm2.verifierKey,
        cosigner: cosigner.verifierKey,
      }
    }),
  )
  const settings = await Promise.all(
    vkeys.map(async ({ keysDir, institution }, i): Promise<NotaryOptions> => {
      const organisation = organisations[i]!
      const user = await organisation.member('user', 'gateway')
      const [certificate, key] = [join(dir, `user-${i}.pem`), join(dir, `user-${i}.key`)]
      await writeFile(certificate, user.certificate)
      await writeFile(key, user.privateKey)
      return {
        listen: { host: '127.0.0.1', port: ports[i]! },
        dataDir: join(dir, `notary-${i}`),
        institution,
        keysDir,
        passphraseFile,
        ledger: {
          address: ledger.address,
          tlsCertificate,
          mspId: organisation.mspId,
          identityCertificate: certificate,
          identityKey: key,
        },
        witnesses: {
          peers: vkeys
            .filter((_, n) => n !== i)
            .map(({ institution, url, log, cosigner }) => ({ institution, url, log, cosigner })),
        },
        collectEvery: 100,
        watchEvery: 200,
      }
    }),
  )
  return { settings, vkeys }
}

const trustOf = (
  { keys }: Province,
  vkeys: readonly { log: string; sm2: string; cosigner: string }[],
): TrustFile => ({
  format: 'huren-trust/v1',
  ...period(),
  organisations: central.map((institution, i) => ({
    institution,
    name: { zh: `中心机构 ${i + 1}`, en: `Central organisation ${i + 1}` },
    statementKeys: [{ algorithm: keys[i]!.algorithm, publicKey: keys[i]!.publicKey, ...period() }],
    notaries: [{ log: vkeys[i]!.log, cosigner: vkeys[i]!.cosigner, sm2: vkeys[i]!.sm2, ...period() }],
  })),
  policy: { cosignatures: 2, including: [central[2]!] },
})

const freePorts = async (count: number): Promise<number[]> => {
  const { createServer } = await import('node:net')
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<import('node:net').Server>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as import('node:net').AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

const receiptOf = (url: string, id: string) =>
  until(`receipt of ${id}`, async () => {
    const response = await fetch(`${url}/receipts/${id}`)
    return response.ok ? response.text() : undefined
  })

const sentences = (verdict: Verdict) =>
  verdict.outcome === 'rejected'
    ? verdict.sentence.en
    : [...verdict.proven, ...verdict.warnings].map(({ en }) => en).join('\n')

test(
  'three notaries beside one ledger: one tree, cosigned, receipts that verify offline',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t)
    const { contract } = province
    const { administration, reporting } = await found(province)
    const ports = await freePorts(3)
    const { settings, vkeys } = await prepareNotaries(province, ports)
    const notaries: RunningNotary[] = []
    t.teardown(() => Promise.all(notaries.map((notary) => notary.close())))
    for (const one of settings) notaries.push(await startNotary(one))
    const trust = JSON.stringify(trustOf(province, vkeys))
    const reportId = randomUUID()
    const first = report(reporting, { report: reportId })
    const [firstId = '', , refusedId = ''] = (
      await submit(contract, 'Report:submit', [first, report(reporting), report(administration)])
    ).map(({ id }) => String(id))
    const texts = await Promise.all(notaries.map(({ url }) => receiptOf(url, firstId)))
    for (const [i, text] of texts.entries()) {
      const verdict = verifyReceipt(text, trust)
      t.equal(verdict.outcome, 'valid', `${central[i]}: ${sentences(verdict)}`)
      t.ok(text.length < 10_000, `${text.length} bytes`)
    }
    const refused = verifyReceipt(await receiptOf(notaries[0]!.url, refusedId), trust)
    t.equal(refused.outcome, 'refused', 'a key for administration must not sign reports, and the log says so')

    const amended = report(reporting, {
      report: reportId,
      version: 2,
      status: 'amended',
      supersedes: firstId,
    })
    const [amendedId = ''] = committed(await submit(contract, 'Report:submit', [amended]))
    const chain = verifyReceipt(await receiptOf(notaries[2]!.url, amendedId), trust)
    t.match(sentences(chain), /version 2 .* every version before it/, 'the chain of versions is proven')
    const erasure = {
      issuer: hospital,
      issuedAt: at(),
      target: firstId,
      record: reportId,
      erased: 'salt-and-record',
      reason: 'subject-request',
      erasedAt: at(),
    }
    const [erasureId = ''] = committed(
      await submit(contract, 'Registry:submit', [sign('erasure', erasure, [administration])]),
    )
    await receiptOf(notaries[1]!.url, erasureId)
    const erased = verifyReceipt(await receiptOf(notaries[1]!.url, firstId), trust)
    t.equal(erased.outcome, 'valid')
    t.match(sentences(erased), /erased on .*integrity intact/)
    t.match(sentences(erased), /Version 2 replaced it/)
    const revocation = {
      issuer: hospital,
      issuedAt: at(),
      key: reporting.id,
      reason: 'superseded',
      revokedFrom: at(),
    }
    const [revocationId = ''] = committed(
      await submit(contract, 'Registry:submit', [sign('key-revocation', revocation, [administration])]),
    )
    t.equal(verifyReceipt(await receiptOf(notaries[1]!.url, revocationId), trust).outcome, 'valid')
    t.match(sentences(verifyReceipt(await receiptOf(notaries[1]!.url, firstId), trust)), /revoked later/)

    const notes = await Promise.all(
      notaries.map(async ({ url }) => (await fetch(`${url}/checkpoint.witnessed`)).text()),
    )
    const [a, b] = notes.map((note) => parseCheckpointBody(parseNote(note).text))
    t.equal(a?.size, b?.size)
    t.same(a?.rootBytes, b?.rootBytes, 'the organisations arrive at one tree')
    t.equal((await fetch(`${notaries[0]!.url}/receipts/${'0'.repeat(64)}`)).status, 404)
    t.equal((await fetch(`${notaries[0]!.url}/tile/../names.json`)).status, 404)
    const tile = await fetch(`${notaries[0]!.url}/tile/0/000.p/${a?.size}`)
    t.match(tile.headers.get('cache-control'), /immutable/)
    t.same(await (await fetch(`${notaries[0]!.url}/alarms`)).json(), [])
    t.equal((await fetch(`${notaries[0]!.url}/healthz`)).status, 200)

    const before = await readFile(join(settings[0]!.dataDir, 'log', 'checkpoint.witnessed'), 'utf8')
    await notaries[0]!.close()
    const again = await startNotary(settings[0]!)
    notaries[0] = again
    const [nextId = ''] = committed(
      await submit(contract, 'Registry:submit', [
        sign('signing-key', keyPayload(generateKey('ES256'), hospital, hospital, ['report']), [
          administration,
        ]),
      ]),
    )
    t.equal(verifyReceipt(await receiptOf(again.url, nextId), trust).outcome, 'valid', 'stopped and resumed')
    const older = parseCheckpointBody(parseNote(before).text)
    const { size } = again.log.head
    const proof = await again.log.reader.consistencyProof(older.size, size)
    t.ok(
      isConsistent(older.size, older.rootBytes, size, await again.log.reader.rootAt(size), proof),
      'what was signed still holds',
    )

    const note = await readFile(join(again.log.folder, 'checkpoint.witnessed'), 'utf8')
    const cosigners = vkeys
      .map(({ cosigner }) => cosigner)
      .filter((key) => note.includes(`— ${key.split('+')[0]} `))
    t.ok(cosigners.length >= 2, `${cosigners.length} organisations cosigned`)
    await checkIndependently(t, again.log.folder, [vkeys[0]!.log, ...cosigners])
    await offlineCommand(t, {
      dir: province.dir,
      trust,
      receipt: await receiptOf(again.url, nextId),
      other: texts[0]!,
    })
    await auditOf(t, { province, trust, notaries, contract })
  },
)

/** The command line in a process of its own, in which every way to the network throws. */
const offlineCommand = async (
  t: Tap,
  { dir, trust, receipt, other }: { dir: string; trust: string; receipt: string; other: string },
) => {
  const file = (name: string) => join(dir, name)
  const main = file('main.ts')
  const index = (name: string) => JSON.stringify(import.meta.resolve(name))
  await writeFile(file('receipt.json'), receipt)
  await writeFile(file('damaged.json'), other.replace('huren-leaf/v1', 'huren-leaf/v2'))
  await writeFile(file('trust.json'), trust)
  await writeFile(
    main,
    `import net from 'node:net'
import dns from 'node:dns'
const no = () => { throw new Error('the network is disabled') }
net.Socket.prototype.connect = no
dns.lookup = no
globalThis.fetch = no
const { receiptCommand } = await import(${index('@huren/notary/commands')})
const { verifyReceipt } = await import(${index('@huren/verify')})
await receiptCommand(verifyReceipt).parseAsync(process.argv)
`,
  )
  const run = (name: string) =>
    promisify(execFile)(process.execPath, [main, 'verify', file(name), '--trust', file('trust.json')])
  const { stdout } = await run('receipt.json')
  t.match(stdout, /证明成立/)
  t.match(stdout, /witnessed by/)
  const damaged = await run('damaged.json').catch((error) => error)
  t.equal(damaged.code, 1, 'a damaged receipt ends with exit code 1')
  t.match(damaged.stdout, /leaf-malformed/)
}

const auditOf = async (
  t: Tap,
  {
    province,
    trust,
    notaries,
  }: { province: Province; trust: string; notaries: readonly RunningNotary[]; contract: Contract },
) => {
  const folder = join(province.dir, 'blocks')
  const height = province.ledger.height
  await exportBlocks(province.network, folder, 0, height - 1)
  const trustFile = join(province.dir, 'trust.json')
  await writeFile(trustFile, trust)
  const logs = [...notaries.map(({ url }) => url), notaries[0]!.log.folder]
  const run = (blocks: string, places: readonly string[] = logs) =>
    audit(
      {
        blocks: [blocks],
        trust: trustFile,
        logs: places,
        chaincode: 'huren',
        central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'],
        signatures: 1,
      },
      () => undefined,
    )
  const clean = await run(folder)
  t.same(clean.deviations, [], 'nothing deviates')
  t.equal(clean.root, notaries[0]!.log.head.root)
  t.equal(clean.compared.length, 4)

  const files = (await readdir(folder)).sort()
  const last = files.at(-1)!
  const damage = async (name: string, file: string, change: (block: common.Block) => void) => {
    const copy = join(province.dir, name)
    await cp(folder, copy, { recursive: true })
    const block = common.Block.deserializeBinary(await readFile(join(copy, file)))
    change(block)
    await writeFile(join(copy, file), block.serializeBinary())
    return [...new Set((await run(copy)).deviations.map(({ code }) => code))]
  }
  const flag = (block: common.Block, value: number) => {
    const list = block.getMetadata()!.getMetadataList_asU8()
    list[common.BlockMetadataIndex.TRANSACTIONS_FILTER] = Uint8Array.of(value)
    block.getMetadata()!.setMetadataList(list)
  }
  const rewritten = await damage('rewritten', files[2]!, (block) => {
    block.getData()!.setDataList(
      block
        .getData()!
        .getDataList_asU8()
        .map((bytes) => bytes.map((byte, i) => (i === bytes.length - 500 ? byte ^ 1 : byte))),
    )
  })
  t.ok(rewritten.includes('data-hash'), `a rewritten block: ${rewritten}`)
  const header = await damage('header', files[2]!, (block) =>
    block.getHeader()!.setDataHash(new Uint8Array(32)),
  )
  t.ok(
    header.includes('orderer-signature') && header.includes('previous-hash'),
    `a rewritten header: ${header}`,
  )
  const forged = await damage('forged', last, (block) => flag(block, 11))
  t.ok(
    forged.includes('flag-forged') && forged.includes('log-split') && forged.includes('leaf-different'),
    `a forged flag: ${forged}`,
  )
  const missing = join(province.dir, 'missing')
  await cp(folder, missing, { recursive: true })
  await rm(join(missing, files[3]!))
  const gaps = (await run(missing)).deviations.map(({ code }) => code)
  t.ok(
    gaps.includes('block-missing') && gaps.includes('log-ahead'),
    `an omitted block: ${[...new Set(gaps)]}`,
  )
  const stranger = (await run(folder, [join(province.dir, 'nowhere')])).deviations.map(({ code }) => code)
  t.same(stranger, ['log-unreachable'])
}

interface Child {
  readonly process: ChildProcess
  readonly url: string
}

/** A notary as a process of its own, as an operator runs it. */
const spawnNotary = (options: NotaryOptions, witnessFile: string): Promise<Child> => {
  const { ledger } = options
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      HUREN_NOTARY_LISTEN: '127.0.0.1:0',
      HUREN_NOTARY_DATA: options.dataDir,
      HUREN_NOTARY_INSTITUTION: options.institution,
      HUREN_NOTARY_KEYS: options.keysDir,
      HUREN_NOTARY_WITNESSES: witnessFile,
      HUREN_PASSPHRASE_FILE: options.passphraseFile,
      HUREN_LEDGER: ledger.address,
      HUREN_LEDGER_TLS_CERT: ledger.tlsCertificate,
      HUREN_MSP_ID: ledger.mspId,
      HUREN_IDENTITY_CERT: ledger.identityCertificate,
      HUREN_IDENTITY_KEY: ledger.identityKey,
    },
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the notary ended with ${code}`)))
    child.stdout.once('data', (line: Buffer) =>
      resolve({ process: child, url: JSON.parse(line.toString()).url }),
    )
  })
}

/**
 * An independent checker, if its binary is at hand (README): golang.org/x/mod/sumdb reads our tiles and notes and
 * transparency-dev/formats our cosignatures; damaged, they must be refused.
 */
const checkIndependently = async (
  t: Tap & Pick<Test, 'comment'>,
  folder: string,
  keys: readonly string[],
) => {
  const checker = process.env.HUREN_TLOG_CHECK
  if (!checker) return t.comment('HUREN_TLOG_CHECK is not set: the independent checker was not run')
  const check = (place: string) => promisify(execFile)(checker, [place, ...keys])
  t.match((await check(folder)).stdout, /entries, .* signatures: ok/)
  const names = ['checkpoint', 'tile/0/', 'tile/entries/']
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  for (const name of names) {
    const copy = `${folder}-${name.replaceAll('/', '-')}`
    await cp(folder, copy, { recursive: true })
    for (const { parentPath, name: file } of files) {
      const path = join(parentPath, file).slice(folder.length + 1)
      if (!path.startsWith(name)) continue
      const bytes = await readFile(join(copy, path))
      bytes[10] = (bytes[10] ?? 0) ^ 1
      await writeFile(join(copy, path), bytes)
    }
    t.equal(
      (await check(copy).catch((error) => error)).code,
      1,
      `damaged ${name}: refused by the independent checker`,
    )
  }
}

const kill = async ({ process: child }: Child) => {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

test(
  'kill -9 at any moment: one tree, and every checkpoint that was ever signed still holds',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t)
    const { reporting } = await found(province)
    const { settings } = await prepareNotaries(province, [1, 2, 3])
    const options = settings[0]!
    const witnessFile = join(province.dir, 'witnesses.json')
    await writeFile(witnessFile, JSON.stringify({ peers: [] }))
    const batch = () => Array.from({ length: 30 }, () => report(reporting))
    const seen: string[] = []
    const checkpoint = () =>
      readFile(join(options.dataDir, 'log', 'checkpoint'), 'utf8').catch(() => undefined)
    for (let round = 0; round < 4; round++) {
      const child = await spawnNotary(options, witnessFile)
      t.teardown(async () => void child.process.kill('SIGKILL'))
      const submitted = (async () => {
        for (let i = 0; i < 4; i++) await submit(province.contract, 'Report:submit', batch())
      })()
      await sleep(40 + Math.random() * 400)
      await kill(child)
      const note = await checkpoint()
      if (note) seen.push(note)
      await submitted
    }
    const survivor = await startNotary({ ...options, listen: { host: '127.0.0.1', port: 0 } })
    t.teardown(() => survivor.close())
    const fresh = await startNotary({
      ...options,
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: join(province.dir, 'fresh'),
    })
    t.teardown(() => fresh.close())
    await until(
      'both at the end',
      () => [survivor, fresh].every(({ log }) => log.head.next === province.ledger.height) || undefined,
    )
    t.same(survivor.log.head, fresh.log.head, 'the tree that was interrupted is the tree that was not')
    t.ok(survivor.log.head.size > 400, `${survivor.log.head.size} statements`)
    for (const note of seen) {
      const { size, rootBytes } = parseCheckpointBody(parseNote(note).text)
      t.same(
        Buffer.from(rootBytes),
        await survivor.log.reader.rootAt(size),
        `the checkpoint of size ${size} holds`,
      )
    }
    await survivor.close()
    await checkIndependently(t, survivor.log.folder, [
      survivor.keys.log.verifierKey,
      survivor.keys.cosigner.verifierKey,
    ])
    await writeFile(
      join(options.dataDir, 'log', 'checkpoint'),
      (seen.at(-1) ?? '').replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(43)}=\n`),
    )
    await t.rejects(
      startNotary({ ...options, listen: { host: '127.0.0.1', port: 0 } }),
      /does not extend what was signed/,
    )
  },
)

test(
  'a peer that lies and a notary that signs another tree: alarms with both signed checkpoints, no cosignature',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t)
    await found(province)
    const ports = await freePorts(3)
    const { settings } = await prepareNotaries(province, ports)
    const honest = await startNotary(settings[2]!)
    t.teardown(() => honest.close())
    await until('the head', () => (honest.log.head.next === province.ledger.height ? true : undefined))
    const { keysDir } = settings[0]!
    const liar = await loadNotaryKeys(keysDir, passphrase)
    const { size } = honest.log.head
    const send = async (text: string, old = 0, proof = '') => {
      const body = `old ${old}\n${proof}\n${text}\n${liar.log.line(text, 0)}\n`
      return (await fetch(`${honest.url}/add-checkpoint`, { method: 'POST', body })).status
    }
    const text = (root: Uint8Array, of = size) => checkpointText(liar.origin, of, root)
    const root = await honest.log.reader.rootAt(size)
    t.equal(await send(text(randomBytes(32))), 422, 'another tree')
    const [alarm] = await honest.alarms.list()
    t.equal(alarm?.kind, 'split-view')
    t.equal(alarm?.checkpoints.length, 2)
    t.match(alarm?.checkpoints[1], /one\.huren\.test\/log/)
    t.equal((await fetch(`${honest.url}/healthz`)).status, 503, 'health tells')
    t.equal(await send(text(root).replace('one.', 'two.')), 403, "another log's key")
    t.equal(await send(text(root).replace('one.', 'four.')), 404, 'an unknown log')
    t.equal(await send(text(root), size + 1), 400, 'an old size beyond the new one')
    t.equal(await send(text(root), 1), 409, 'not what was cosigned last')
    t.equal(await send(text(root)), 200)
    t.equal(await send(text(root), size), 200, 'the same again')
    t.equal(await send(text(await honest.log.reader.rootAt(3), 3), 0), 409, 'it never goes back')
    t.equal((await fetch(`${honest.url}/add-checkpoint`, { method: 'POST', body: 'old x' })).status, 400)

    const blocks = join(province.dir, 'blocks')
    await exportBlocks(province.network, blocks, 0, province.ledger.height - 1)
    const names = (await readdir(blocks)).sort()
    const read = async (i: number) => common.Block.deserializeBinary(await readFile(join(blocks, names[i]!)))
    const position = async (i: number) => {
      let at: ChainPosition = { next: 0, lastHash: '', config: undefined }
      for (let n = 0; n < i; n++) at = checkBlock(await read(n), at, rules).after
      return at
    }
    const rules = { chaincode: 'huren', central: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'] }
    const fault = async (i: number, change: (block: common.Block) => void, of = rules) => {
      const block = await read(i)
      change(block)
      try {
        checkBlock(block, await position(i), of)
        return 'none'
      } catch (error) {
        return error instanceof BadBlock ? error.fault : String(error)
      }
    }
    t.equal(await fault(1, () => undefined), 'none')
    t.equal(await fault(1, (block) => block.getHeader()!.setNumber(7)), 'block-number')
    t.equal(await fault(1, (block) => block.getHeader()!.setPreviousHash(randomBytes(32))), 'previous-hash')
    t.equal(await fault(1, (block) => block.getHeader()!.setDataHash(randomBytes(32))), 'data-hash')
    t.equal(await fault(1, (block) => block.getMetadata()!.setMetadataList([])), 'flags-length')
    t.equal(
      await fault(1, (block) =>
        block.getMetadata()!.setMetadataList(
          block
            .getMetadata()!
            .getMetadataList_asU8()
            .map((bytes, i) => (i === common.BlockMetadataIndex.SIGNATURES ? new Uint8Array() : bytes)),
        ),
      ),
      'orderer-signature',
    )
    t.equal(
      await fault(1, () => undefined, { ...rules, central: ['ConsensusOneMSP'] }),
      'endorsement',
      'two of the central organisations, and nobody else',
    )
  },
)

test(
  'a trial: three notaries beside the ledger, and a trust file that its receipts verify with',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t)
    const { reporting } = await found(province)
    for (const [i, folder] of ['consensus1', 'consensus2', 'supervisor'].entries()) {
      const home = join(province.dir, 'organisations', folder)
      await mkdir(home, { recursive: true })
      await saveKey(join(home, 'administration.key'), province.keys[i]!, passphrase)
    }
    const ports = await freePorts(3)
    const start = () =>
      startTrialNotaries({ data: province.dir, ledger: province.ledger.address, host: '127.0.0.1', ports })
    // Two of the three ask while the third is not there yet, and ask again: no key may stand on a checkpoint twice.
    const first = await start()
    const [id = ''] = committed(await submit(province.contract, 'Report:submit', [report(reporting)]))
    const receipt = await receiptOf(first.urls[2]!, id)
    for (const url of first.urls) parseNote(await (await fetch(`${url}/checkpoint.witnessed`)).text())
    await first.close()
    const again = await start()
    t.teardown(() => again.close())
    const verdict = verifyReceipt(receipt, await readFile(again.trust, 'utf8'))
    t.equal(verdict.outcome, 'valid', sentences(verdict))
  },
)
