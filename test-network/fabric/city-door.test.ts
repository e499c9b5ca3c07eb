import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountFiles } from '@huren/cli/src/start/explorer/accounts.ts'
import { ensureExplorerBuilt } from '@huren/cli/src/start/explorer/build.ts'
import { foldersOf } from '@huren/cli/src/start/folders.ts'
import { explorerPlan } from '@huren/cli/src/start/plans.ts'
import { reservePort } from '@huren/cli/src/start/port.ts'
import { supervise } from '@huren/cli/src/start/supervisor.ts'
import { Gateway } from '@huren/client'
import { startBrowser } from '@huren/explorer-web/testing'
import { feedOf, nodesOf, peersOf, writeFeed } from '@huren/fabric-network'
import { fabricMissing } from '@huren/fabric-network/testing'
import tap, { type Test, test } from 'tap'
import { Desk } from '../explorer/desk.ts'
import { Account } from '../scenarios/account.ts'
import { anchoring } from '../scenarios/anchoring.ts'
import { joining } from '../scenarios/joining.ts'
import { startFabricSystem } from './system.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()
const silent = () => undefined

/** A real network with a gateway, what its machine says of itself, and the explorer that `huren start` would start. */
const startWithExplorer = async (t: Test) => {
  await ensureExplorerBuilt(silent)
  const system = await startFabricSystem()
  t.teardown(() => system.stop())
  const { network } = system
  const [peer] = peersOf(network.consortium)
  if (!peer) throw new Error('a network has peers')
  const folders = {
    ...foldersOf(join(network.workspace.root, 'trial')),
    consortium: network.workspace.material,
  }
  const exchange = join(network.workspace.root, 'exchange')
  mkdirSync(exchange)
  const feed = join(network.workspace.root, 'feed.json')
  const tell = async () => writeFeed(feed, await feedOf(network, exchange))
  await tell()
  const listen = await reservePort({ host: '127.0.0.1', port: 0 }, 'HUREN_EXPLORER_LISTEN')
  const { hostname, port } = new URL(system.url)
  const gateway = { host: hostname, port: Number(port) }
  const plan = await explorerPlan(folders, listen, { ledger: peer, gateway }, [])
  const cities = plan.env.HUREN_CITIES ?? ''
  const [site] = JSON.parse(readFileSync(cities, 'utf8'))
  writeFileSync(cities, JSON.stringify([{ ...site, feed }]))
  const explorer = await supervise(plan, silent)
  t.teardown(() => explorer.stop())
  const url = `http://${listen.host}:${listen.port}`
  return { system, tell, explorer: { url, passwords: accountFiles(folders.explorer).passwords } }
}

test(
  'CITY-33 CHAIN-34 CHAIN-36: the city’s door on a live Fabric network, in a browser',
  { skip },
  async (t) => {
    const { system, tell, explorer } = await startWithExplorer(t)
    const { network } = system
    const account = new Account()
    const world = await joining(new Gateway({ url: system.url, retries: 8 }), system.centrals, account)
    await anchoring(world, account)
    await tell()
    const { browser, close } = await startBrowser()
    t.teardown(close)
    const desk = await Desk.signedIn(browser, { explorer }, 'city', 'city')
    await desk.page.waitForSelector('[data-site="4401"] .ant-table-row')
    const rows = await desk.page.locator('[data-site="4401"] .ant-table-row').allInnerTexts()
    t.equal(rows.length, nodesOf(network.consortium).length, 'six orderers and three peers')
    for (const row of rows)
      t.match(row, /OK\s+\d+\s+0\s+剩 \d+ 天/, 'healthy, with its height, level, certificate')
    t.equal(rows.filter((row) => row.includes('应用节点')).length, 3)
    t.match(await desk.text('[data-site="4401"]'), /合约包\s+huren_/)
    t.match(await desk.text('[data-gateway="4401"]'), /就绪[\s\S]*账本高度\s+\d+/)
    t.same(await desk.judge('fabric-city-operation'), [], 'operation')

    await desk.go('channel', '[data-contracts]:not([data-contracts=none])')
    t.match(await desk.text(), /ConsensusOneMSP[\s\S]*ConsensusTwoMSP[\s\S]*SupervisorMSP/, 'who approved')
    t.same(await desk.judge('fabric-city-channel'), [], 'channel')
    await desk.go('certificates', '.ant-table-row')
    t.match(await desk.text(), /共识节点/, 'consenters, by the channel’s configuration')
    t.same(await desk.judge('fabric-city-certificates'), [], 'certificates')
    await desk.go('recognition', '[data-indicator=reports]')
    await desk.page.waitForFunction(
      () => !/^[0—]?$/.test(document.querySelector('[data-indicator=reports]')?.textContent ?? ''),
    )

    const victim = peersOf(network.consortium)[2]
    if (!victim) throw new Error('three peers')
    const [pid] = readFileSync(network.workspace.node(victim).pid, 'utf8').split(' ')
    process.kill(Number(pid), 'SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await tell()
    await desk.go('alarms', '[data-alarm=problem]')
    t.match(await desk.text('[data-alarms]'), victim.fullName, 'a node that stopped is an alarm')
    t.same(await desk.judge('fabric-city-alarms'), [], 'alarms')
    await desk.go('', '[data-site="4401"] .ant-table-row')
    t.match(await desk.text('[data-site="4401"]'), /停止/)
    t.same([...desk.complaints, ...desk.elsewhere], [])
  },
)
