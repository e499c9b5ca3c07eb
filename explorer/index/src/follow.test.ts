import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import {
  createConsortium,
  generateKey,
  loadConsortium,
  nodeSigner,
  signStatement,
} from '@huren/crypto-config'
import { startLedger } from '@huren/embedded'
import { type Instant, report } from '@huren/records'
import { connect, hash } from '@hyperledger/fabric-gateway'
import { type Test, test } from 'tap'
import { ExplorerIndex } from './explorer-index.ts'
import { follow } from './follow.ts'

const openLedger = async (t: Test, dir: string, name: string) => {
  const consortiumDir = join(dir, 'consortium')
  const ledger = await startLedger({ dataDir: join(dir, name), consortiumDir })
  const [organisation] = await loadConsortium(consortiumDir)
  const user = await organisation!.member('user', 'gateway')
  const paths = ['tls.pem', 'user.pem', 'user.key'].map((file) => join(dir, `${name}-${file}`))
  const texts = [ledger.tlsRootCert, user.certificate, user.privateKey]
  await Promise.all(paths.map((path, i) => writeFile(path, texts[i] ?? '')))
  const client = new Client(ledger.address, credentials.createSsl(Buffer.from(ledger.tlsRootCert)))
  const gateway = connect({
    client,
    identity: { mspId: organisation!.mspId, credentials: Buffer.from(user.certificate) },
    signer: nodeSigner(user.privateKey),
    hash: hash.none,
  })
  t.teardown(async () => {
    gateway.close()
    client.close()
    await ledger.close()
  })
  const [tlsCertificate = '', identityCertificate = '', identityKey = ''] = paths
  return {
    contract: gateway.getNetwork('huren').getContract('huren'),
    settings: {
      address: ledger.address,
      tlsCertificate,
      mspId: organisation!.mspId,
      identityCertificate,
      identityKey,
      channel: 'huren',
      chaincode: 'huren',
    },
  }
}

const dumped = async (index: ExplorerIndex) => {
  const rows: [string, string][] = []
  for await (const row of index.dump()) rows.push(row)
  return rows
}

const until = async (what: string, holds: () => boolean) => {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 15_000) throw new Error(`timed out: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('follows a real ledger, resumes, and begins again when the ledger is another one', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-follow-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  await createConsortium(join(dir, 'consortium'))
  const { contract, settings } = await openLedger(t, dir, 'one')
  const statement = () =>
    JSON.stringify(
      signStatement(
        'report',
        { ...report.valid[0]!.payload, issuedAt: new Date().toISOString() as Instant },
        [generateKey('ES256')],
      ),
    )
  // refused by the contracts, for nobody knows the key; the transaction is ordered all the same
  const submit = () => contract.submitTransaction('Report:submit', statement())
  await submit()
  const index = await ExplorerIndex.open(join(dir, 'index'))
  let following = await follow(index, settings)
  await until('one refused statement', () => index.statements.size === 1)
  t.match(index.statements.count({}, ['result', 'code'])[0]?.key, ['refused', /./])
  await following.close()
  await submit()
  following = await follow(index, settings)
  await until('two statements', () => index.statements.size === 2)
  const { height } = index
  await following.close()

  const elsewhere = await ExplorerIndex.open(join(dir, 'elsewhere'))
  const second = await follow(elsewhere, settings)
  await until('the same at another site', () => elsewhere.height === height)
  t.same(await dumped(elsewhere), await dumped(index), 'another site has the same content, key by key')
  await second.close()
  await elsewhere.close()

  const other = await openLedger(t, dir, 'two')
  following = await follow(index, other.settings)
  await until('the index of the other ledger', () => index.height < height && index.height > 0)
  t.equal(index.statements.size, 0)
  await following.close()
  await index.close()
})
