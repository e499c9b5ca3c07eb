import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startLedger } from '@huren/embedded'
import { verifyReceipt } from '@huren/verify'
import { type Test, test } from 'tap'
import { createNotaryKeys, loadNotaryKeys } from './keys/notary-keys.ts'
import { parseCheckpoint } from './keys/note.ts'
import { type RunningNotary, startNotary } from './notary.ts'
import {
  committed,
  found,
  freePorts,
  openProvince,
  type Province,
  passphrase,
  prepareNotaries,
  report,
  sentences,
  submit,
  trustOf,
  until,
} from './testing/province.ts'
import type { ExternalSettings } from './witness/peers.ts'

type Prepared = Awaited<ReturnType<typeof prepareNotaries>>

/** A city's own notary, which takes part in nothing but looks at the first organisation's log: an external witness. */
const cityWitness = async (
  t: Test,
  { dir }: Province,
  { settings, vkeys }: Prepared,
  port: number,
): Promise<ExternalSettings> => {
  const keysDir = join(dir, 'keys-city')
  await createNotaryKeys(
    keysDir,
    { origin: 'city.huren.test/log', witness: 'city.huren.test' },
    passphrase,
    'random',
  )
  const { institution, url, log, cosigner } = vkeys[0]!
  const city = await startNotary({
    ...settings[0]!,
    institution: 'GD-4401-00000',
    listen: { host: '127.0.0.1', port },
    dataDir: join(dir, 'city'),
    keysDir,
    witnesses: { peers: [{ institution, url, log, cosigner }] },
  })
  t.teardown(() => city.close())
  const keys = await loadNotaryKeys(keysDir, passphrase)
  return { url: city.url, key: keys.cosigner.verifierKey }
}

/** A witness that is not ours (tools/tlog-witness), if its binary is at hand. */
const foreignWitness = async (t: Test, { vkeys }: Prepared): Promise<ExternalSettings[]> => {
  const program = process.env.HUREN_TLOG_WITNESS
  if (!program) {
    t.comment('HUREN_TLOG_WITNESS is not set: a witness that is not ours was not tried')
    return []
  }
  const child: ChildProcess = spawn(program, ['university.example/witness', vkeys[0]!.log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(async () => void child.kill())
  const [line] = await once(createInterface({ input: child.stdout! }), 'line')
  return [JSON.parse(line)]
}

test(
  'external witnesses by configuration: they cosign, receipts tell it, and one that is silent holds nothing up',
  { timeout: 170_000 },
  async (t) => {
    const province = await openProvince(t, startLedger)
    const { reporting } = await found(province)
    const ports = await freePorts(5)
    const prepared = await prepareNotaries(province, ports.slice(0, 3))
    const city = await cityWitness(t, province, prepared, ports[3]!)
    const foreign = await foreignWitness(t, prepared)
    const silent = { url: `http://127.0.0.1:${ports[4]}`, key: prepared.vkeys[2]!.cosigner }
    const { settings, vkeys } = prepared
    const first = settings[0]!
    const external = [city, ...foreign]
    settings[0] = { ...first, witnesses: { ...first.witnesses, external: [...external, silent] } }
    const notaries: RunningNotary[] = []
    t.teardown(() => Promise.all(notaries.map((notary) => notary.close())))
    for (const one of settings) notaries.push(await startNotary(one))

    const names = external.map(({ key }) => key.split('+')[0] ?? '')
    for (const round of [1, 2, 3]) {
      const [id = ''] = committed(await submit(province.contract, 'Report:submit', [report(reporting)]))
      const receipt = await until(`a receipt with every cosignature, round ${round}`, async () => {
        const response = await fetch(`${notaries[0]!.url}/receipts/${id}`)
        if (!response.ok) return undefined
        const text = await response.text()
        const { signatures } = parseCheckpoint(JSON.parse(text).checkpoint)
        return names.every((name) => signatures.some((line) => line.name === name)) ? text : undefined
      })
      const trust = { ...trustOf(province, vkeys), witnesses: external.map(({ key }) => key) }
      const verdict = verifyReceipt(receipt, JSON.stringify(trust))
      t.equal(verdict.outcome, 'valid', sentences(verdict))
      for (const name of names) t.match(sentences(verdict), name, `round ${round}: ${name} cosigned`)
      t.equal(verifyReceipt(receipt, JSON.stringify(trustOf(province, vkeys))).outcome, 'valid')
    }
    t.same(await (await fetch(`${notaries[0]!.url}/alarms`)).json(), [])
  },
)
