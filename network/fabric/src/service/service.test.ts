import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { World } from '@huren/contracts/testing'
import { peer } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { buildContracts } from '../deploy/bundle.ts'
import { defaultConsortium } from '../description/default.ts'
import { organisationLayout, userLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import { eventually } from '../run/health.ts'
import { connects } from '../run/ports.ts'
import { start, stop } from '../run/process.ts'
import { freePorts } from '../testing/network.ts'
import { ServicePeer } from '../testing/service-peer.ts'
import { bulkType } from './bulk-handler.ts'

const { Type } = peer.ChaincodeMessage

/** The bundle as a process of its own, and how a peer reaches it. */
const serviceProcess = async (folder: string) => {
  const [organisation] = defaultConsortium().organisations
  const [port] = await freePorts(1)
  if (!organisation || !port) throw new Error('a consortium has organisations')
  await makeMaterial(folder, organisation)
  const own = userLayout(folder, organisation, 'chaincode')
  const authority = organisationLayout(folder, organisation).tlsCaCertificate
  const address = `127.0.0.1:${port}`
  const service = {
    name: 'contracts',
    command: process.execPath,
    args: [await buildContracts(join(folder, 'contracts.cjs'))],
    cwd: folder,
    log: join(folder, 'log'),
    pidFile: join(folder, 'pid'),
    env: {
      CHAINCODE_ID: 'huren:1',
      CHAINCODE_SERVER_ADDRESS: address,
      CHAINCODE_TLS_CERT: own.tlsCertificate,
      CHAINCODE_TLS_KEY: own.tlsPrivateKey,
      CHAINCODE_CLIENT_CA_CERT: authority,
    },
  }
  start(service)
  await eventually(20, async () => {
    if (!(await connects('127.0.0.1', port))) throw new Error('it does not listen yet')
  })
  const tls = {
    authority: readFileSync(authority),
    key: readFileSync(own.tlsPrivateKey),
    certificate: readFileSync(own.tlsCertificate),
  }
  return { address, tls, pidFile: service.pidFile }
}

test('a batch reads all its keys in one message and writes them in one, where the peer knows such messages', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-service-'))
  const { address, tls, pidFile } = await serviceProcess(folder)
  t.teardown(async () => {
    await stop(pidFile)
    rmSync(folder, { recursive: true })
  })
  const world = new World()
  world.now = Date.now()
  const texts = world.founding().map(({ text }) => text)
  const found = async (bulk: boolean) => {
    const one = new ServicePeer({ address, tls, bulk })
    await one.ready
    const answer = JSON.parse(await one.invoke('Registry:bootstrap', ...texts))
    t.ok(
      answer.every(({ outcome }: { outcome: string }) => outcome === 'committed'),
      'all of it is committed',
    )
    const again = JSON.parse(await one.invoke('Registry:submit', ...texts))
    t.ok(
      again.every(({ outcome }: { outcome: string }) => outcome === 'duplicate'),
      'and a duplicate afterwards',
    )
    one.close()
    return one
  }
  const [bulk, single] = [await found(true), await found(false)]
  const count = (one: ServicePeer, type: number) => one.received.filter((each) => each === type).length
  t.equal(count(bulk, bulkType.WRITE_BATCH_STATE), 1)
  t.equal(count(bulk, Type.GET_STATE) + count(bulk, Type.PUT_STATE), 0)
  t.equal(count(single, Type.PUT_STATE), 7)
  t.equal(count(single, bulkType.WRITE_BATCH_STATE) + count(single, bulkType.GET_STATE_MULTIPLE), 0)
  t.strictSame(bulk.state, single.state, 'either way the same state')
})
