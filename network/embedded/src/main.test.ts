import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'tap'
import { startLedger } from './ledger.ts'
import { connectClient } from './testing/client.ts'
import { startProcess } from './testing/kill-cycles.ts'
import { json, testChaincode, testFolders } from './testing/ledger.ts'

/** Runs the process until it ends by itself. */
const outcome = async (...args: string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args])
  const [[code], stderr, stdout] = await Promise.all([
    once(child, 'exit'),
    text(child.stderr),
    text(child.stdout),
  ])
  return { code, stderr, stdout }
}

test(
  'the process: one per store, drains on SIGTERM, goes on where it was',
  { timeout: 90_000 },
  async (t) => {
    const folders = await testFolders(t)
    const { dataDir, consortiumDir } = folders
    const first = await startProcess(dataDir, consortiumDir)
    t.match(first, {
      ready: true,
      address: /^127\.0\.0\.1:\d+$/,
      tlsRootCert: /BEGIN CERTIFICATE/,
      height: 1,
    })

    const second = await outcome(
      '--data',
      dataDir,
      '--consortium',
      consortiumDir,
      '--chaincode',
      testChaincode,
    )
    t.match(second, { code: 1, stdout: '', stderr: /账本正由另一个进程使用.*in use by another process/ })
    t.notMatch(second.stderr, /\.ts:\d+/, 'no stack trace')

    const client = await connectClient(first, consortiumDir)
    const contract = client.gateway.getNetwork('huren').getContract('huren')
    const transactions = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        contract.newProposal('put', { arguments: [`${index}`, 'x'] }).endorse(),
      ),
    )
    await Promise.all(transactions.map((transaction) => transaction.submit()))
    const exit = once(first.process, 'exit')
    first.process.kill('SIGTERM')
    t.strictSame(await exit, [0, null])
    client.close()

    const ledger = await startLedger({ ...folders, chaincode: testChaincode })
    const again = await connectClient(ledger, consortiumDir)
    await t.rejects(
      startLedger({ ...folders, chaincode: testChaincode }),
      /in use/,
      'nor twice in one process',
    )
    const entries = json(
      await again.gateway.getNetwork('huren').getContract('huren').evaluateTransaction('range', '', ''),
    )
    t.equal(Array.isArray(entries) && entries.length, 20, 'what was taken into the order is committed')
    again.close()
    await ledger.close()
    await ledger.close()
  },
)

test('what cannot be started says why', { timeout: 90_000 }, async (t) => {
  const folders = await testFolders(t)
  const other = await testFolders(t)
  const start = (options: Partial<Parameters<typeof startLedger>[0]>) =>
    startLedger({ ...folders, chaincode: testChaincode, ...options }).then(
      (ledger) => ledger.close(),
      (error: Error) => error.message,
    )
  t.equal(await start({}), undefined)
  t.match(await start({ consortiumDir: other.consortiumDir }), /另一联盟.*other certificate authorities/)
  t.match(await start({ channel: 'other' }), /channel 'huren', not 'other'/)
  t.match(await start({ chaincode: join(import.meta.dirname, 'settings.ts') }), /createChaincode/)
  t.match(await start({ chaincode: '/nowhere/at-all.ts' }), /cannot be started: Cannot find module/)
  const occupied = createServer().listen(0, '127.0.0.1')
  await once(occupied, 'listening')
  const address = occupied.address()
  t.match(
    await start({ port: typeof address === 'object' && address ? address.port : 0 }),
    /cannot listen on 127\.0\.0\.1/,
  )
  occupied.close()
  t.match((await outcome('--data', folders.dataDir)).stderr, /^node main.ts --data DIR/)
})
