import { once } from 'node:events'
import { test } from 'tap'
import { connectClient, type TestClient } from './testing/client.ts'
import { readChain, startProcess } from './testing/kill-cycles.ts'
import { testFolders } from './testing/ledger.ts'
import { verifyLedger } from './verify/verify-ledger.ts'

/** Submits until the ledger takes no more. @returns the acknowledged, and what was said at the end */
const fill = async ({ gateway }: TestClient) => {
  const contract = gateway.getNetwork('huren').getContract('huren')
  const acknowledged: string[] = []
  for (let count = 0; count < 1000; count++)
    try {
      const commit = await contract.submitAsync('put', { arguments: [`key ${count}`, 'x'.repeat(20_000)] })
      if ((await commit.getStatus()).successful) acknowledged.push(commit.getTransactionId())
    } catch (error) {
      return { acknowledged, error }
    }
  throw new Error('the disk was never full')
}

test(
  'EXCH-9: a full disk: the client is told, the ledger ends, and the next start has all that was acknowledged',
  { timeout: 120_000 },
  async (t) => {
    const { dataDir, consortiumDir } = await testFolders(t)
    const full = await startProcess(dataDir, consortiumDir, 1024)
    const ended = once(full.process, 'exit')
    const client = await connectClient(full, consortiumDir)
    const { acknowledged, error } = await fill(client)
    client.close()
    t.ok(acknowledged.length > 0, `${acknowledged.length} acknowledged before the disk was full`)
    t.match(error, { name: /^(Endorse|Submit|CommitStatus)Error$/ }, 'an error of the step that failed')
    t.same(await ended, [1, null], 'it pretends nothing and ends')

    const roomy = await startProcess(dataDir, consortiumDir)
    const over = once(roomy.process, 'exit')
    const again = await connectClient(roomy, consortiumDir)
    const { valid } = await readChain(again)
    t.same(
      acknowledged.filter((id) => !valid.has(id)),
      [],
      'nothing acknowledged is lost',
    )
    await again.gateway.getNetwork('huren').getContract('huren').submitTransaction('put', 'key after', 'x')
    again.close()
    roomy.process.kill('SIGTERM')
    await over
    t.equal((await verifyLedger(dataDir, consortiumDir)).firstBad, undefined, 'the chain is whole')
  },
)
