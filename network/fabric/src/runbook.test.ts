import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import tap, { test } from 'tap'
import { prepare } from '../load/setup.ts'
import { buildContracts } from './deploy/bundle.ts'
import { settingsFile } from './derive/settings.ts'
import { readConsortium } from './description/file.ts'
import { peersOf } from './description/nodes.ts'
import { down } from './down.ts'
import { organisationLayout, userLayout } from './material/layout.ts'
import type { Network } from './run/network.ts'
import { workspaceAt } from './run/workspace.ts'
import { fabricMissing, temporaryNetwork } from './testing/network.ts'

tap.setTimeout(1_500_000)
const skip = await fabricMissing()

const docs = join(import.meta.dirname, '..', 'docs')
const projectRoot = join(import.meta.dirname, '..', '..', '..')

interface Block {
  /** The chapter that it stands in. */
  readonly chapter: string
  readonly machine: string
  readonly commands: string
}

/** The blocks of a page that an operator runs, in order: fenced, with the machine's name after `sh`. */
const blocksOf = (page: string): Block[] => {
  const text = readFileSync(join(docs, page), 'utf8')
  return text.split(/^## /m).flatMap((part) => {
    const chapter = /^\d/.exec(part)?.[0] ?? ''
    return [...part.matchAll(/^```sh (\S+)\n([\s\S]*?)^```$/gm)].map(
      ([, machine = '', commands = '']): Block => ({ chapter, machine, commands }),
    )
  })
}

const folderOn = (machine: string) => join(machine, '.huren', 'network')

const secondOrganisation = 'consensus2'

/**
 * What the second central organisation has on a machine of its own: its keys, its node's settings, and what is public of the
 * others. Its node goes on running where it was started.
 */
const moveSecond = ({ workspace, consortium }: Network, to: string) => {
  const there = (path: string) => path.replace(workspace.root, to)
  for (const path of [workspace.description, workspace.material, workspace.channel])
    cpSync(path, there(path), { recursive: true })
  for (const organisation of consortium.organisations)
    if (organisation.name !== secondOrganisation)
      for (const key of [
        userLayout(workspace.material, organisation, 'Admin').privateKey,
        organisationLayout(workspace.material, organisation).caKey,
      ])
        rmSync(there(key))
  for (const peer of peersOf(consortium))
    if (peer.organisation.name === secondOrganisation)
      cpSync(
        join(workspace.node(peer).settings, settingsFile(peer)),
        there(join(workspace.node(peer).settings, settingsFile(peer))),
      )
}

/** Directories that stand for the machines; the first and third central organisation share the network's own. */
const machinesFor = (network: Network) => {
  const home = join(network.workspace.root, 'machines')
  const at = (name: string) => join(home, name)
  for (const name of ['city', 'new-city', 'central', 'consensus2', 'exchange', 'private'])
    mkdirSync(at(name), { recursive: true })
  mkdirSync(join(at('central'), '.huren'))
  symlinkSync(network.workspace.root, folderOn(at('central')))
  return {
    moveSecond: () => moveSecond(network, folderOn(at(secondOrganisation))),
    exchange: at('exchange'),
    private: at('private'),
    directory: (machine: string) =>
      at(machine === 'consensus1' || machine === 'supervisor' ? 'central' : machine),
  }
}

const stopCity = async (directory: string) => {
  const workspace = workspaceAt(folderOn(directory))
  if (!existsSync(workspace.description)) return
  await down({ workspace, consortium: readConsortium(workspace.description) }, 'guangzhou')
}

test('both languages of the runbook have the same commands, in every chapter', async (t) => {
  const blocks = blocksOf('city-node.md')
  t.strictSame(blocksOf('city-node.zh-CN.md'), blocks)
  t.strictSame([...new Set(blocks.map(({ chapter }) => chapter))], ['1', '2', '3', '4', '5', '6', '7'])
})

test("a city's life, as the runbook is written", { skip }, async (t) => {
  const { network, remove } = await temporaryNetwork()
  const machines = machinesFor(network)
  t.teardown(async () => {
    for (const machine of ['city', 'new-city']) await stopCity(machines.directory(machine))
    await remove()
  })
  const { close } = await prepare(network)
  close()
  machines.moveSecond()
  const next = await buildContracts(join(machines.exchange, 'contracts.cjs'))
  appendFileSync(next, '// a later bundle\n')
  const environment = {
    PATH: `${join(projectRoot, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    EXCHANGE: machines.exchange,
    PRIVATE: machines.private,
  }
  for (const { chapter, machine, commands } of blocksOf('city-node.md')) {
    const begun = Date.now()
    const { exitCode, all } = await execa('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: machines.directory(machine),
      env: environment,
      all: true,
      reject: false,
    })
    const seconds = ((Date.now() - begun) / 1000).toFixed(1)
    const first = commands.split('\n', 1)[0]
    t.equal(exitCode, 0, `${chapter} ${machine}: ${first} (${seconds} s)`, { said: all })
    t.notMatch(all, /PRIVATE KEY/)
    if (exitCode !== 0) break
  }
  t.equal(readConsortium(network.workspace.description).cities.length, 0, 'the city has left')
})
