import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import tap, { test } from 'tap'
import { nodesOf } from './description/nodes.ts'
import { down } from './down.ts'
import type { Network } from './run/network.ts'
import { runningPid } from './run/process.ts'
import { fabricMissing, temporaryNetwork } from './testing/network.ts'
import { up } from './up.ts'
import { examine } from './watch/doctor.ts'
import { statusOf } from './watch/status.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

/** `huren network up` as a process of its own, killed after so many milliseconds. */
const killedUp = async ({ workspace }: Network, after: number) => {
  const main = fileURLToPath(new URL('./testing/command.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--folder', workspace.root, 'up'], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const [signal] = await Promise.race([
    ended.then(([, by]) => [by]),
    sleep(after).then(() => ['still running']),
  ])
  if (signal === 'still running') child.kill('SIGKILL')
  const [, by] = await ended
  return by === 'SIGKILL'
}

const pids = ({ consortium, workspace }: Network) =>
  nodesOf(consortium).map((node) => runningPid(workspace.node(node).pid))

test('CHAIN-53: up, killed at any moment, is run again; run twice, nothing changes', { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork()
  t.teardown(remove)
  let killed = 0
  for (const after of [1200, 1500, 2000, 2600, 3300, 4200, 5500]) {
    if (await killedUp(network, after)) killed++
    if (killed === 3) {
      await down(network)
      rmSync(network.workspace.nodes, { recursive: true, force: true })
    }
  }
  t.ok(killed >= 3, `killed ${killed} times before it had finished`)
  await up(network)
  const healthy = async () => {
    const { nodes } = await statusOf(network)
    t.equal(nodes.filter(({ health, lag }) => health === 'OK' && lag === 0).length, 9, 'nine nodes, level')
    t.strictSame(
      (await examine(network)).map(({ en }) => en),
      ['no contracts are deployed: huren network deploy'],
    )
  }
  await healthy()
  const before = pids(network)
  await up(network)
  t.strictSame(pids(network), before, 'the same processes')
  await healthy()

  await down(network)
  rmSync(network.workspace.nodes, { recursive: true })
  for (const centre of ['centre1', 'centre2', 'centre3']) {
    await up(network, centre)
    await up(network, centre)
  }
  await healthy()
  t.equal(await down(network, 'centre2'), 3, 'one centre goes down')
  t.equal(pids(network).filter((pid) => pid !== undefined).length, 6)
})
