import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generateKey } from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { isConsistent, parseCheckpointBody, parseNote, verifyReceipt } from '@huren/verify'
import type { Contract } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'
import { type Test, test } from 'tap'
import { audit } from './audit/audit.ts'
import { exportBlocks } from './audit/export.ts'
import { type RunningNotary, startNotary } from './notary.ts'
import { checkIndependently } from './testing/independent-checker.ts'
import {
  at,
  central,
  committed,
  found,
  freePorts,
  hospital,
  keyPayload,
  openProvince,
  type Province,
  prepareNotaries,
  receiptOf,
  report,
  sentences,
  sign,
  submit,
  trustOf,
} from './testing/province.ts'

type Tap = Pick<Test, 'teardown' | 'equal' | 'same' | 'match' | 'ok'>

test(
  'CHAIN-2, SEC-10: three notaries beside one ledger: one tree, cosigned, receipts that verify offline',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
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
  // where the system allows it, in a network namespace without any interface besides
  const alone = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : []
  const run = (name: string) => {
    const [program = '', ...words] = [...alone, process.execPath, main, 'verify', file(name)]
    return promisify(execFile)(program, [...words, '--trust', file('trust.json')])
  }
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
