import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startLedger } from '@huren/embedded'
import { parseCheckpointBody, parseNote } from '@huren/verify'
import { test } from 'tap'
import type { NotaryOptions } from './config.ts'
import { startNotary } from './notary.ts'
import { checkIndependently } from './testing/independent-checker.ts'
import { found, openProvince, prepareNotaries, report, sleep, submit, until } from './testing/province.ts'

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

const kill = async ({ process: child }: Child) => {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

test(
  'kill -9 at any moment: one tree, and every checkpoint that was ever signed still holds',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
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
