import { execa } from 'execa'
import { kernelSettings } from '../src/derive/kernel.ts'
import type { PlacedNode } from '../src/description/nodes.ts'

/** Data centres with networks of their own on this machine: a Linux network namespace each, joined by a bridge. */
export interface Centres {
  /** Address of each centre. */
  readonly hosts: readonly [string, string, string]
  /** What runs a program in the node's centre. */
  readonly within: (node: PlacedNode) => readonly string[]
  /** No packet passes between this centre and the other two, either way; this machine still reaches all three. */
  readonly cut: (dataCentre: string) => Promise<void>
  readonly join: (dataCentre: string) => Promise<void>
  readonly remove: () => Promise<void>
}

const hosts = ['10.77.1.1', '10.77.2.1', '10.77.3.1'] as const
const names = ['centre1', 'centre2', 'centre3'] as const
const bridge = 'huren-wan'
const namespace = (centre: string) => `huren-${centre}`

const ip = (...args: string[]) => execa('ip', args)

const addCentre = async (centre: string, host: string) => {
  const [inside, outside] = [`${centre}-in`, `${centre}-out`]
  await ip('netns', 'add', namespace(centre))
  await ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', namespace(centre))
  await ip('link', 'set', outside, 'master', bridge, 'up')
  await ip('-n', namespace(centre), 'addr', 'add', `${host}/16`, 'dev', inside)
  await ip('-n', namespace(centre), 'link', 'set', inside, 'up')
  await ip('-n', namespace(centre), 'link', 'set', 'lo', 'up')
  for (const [name, value] of Object.entries(kernelSettings))
    await ip('netns', 'exec', namespace(centre), 'sysctl', '-qw', `${name}=${value}`)
}

/** Routes that swallow every packet from one centre to the others, answers included. */
const routes = async (action: 'add' | 'del', centre: string) => {
  for (const [index, other] of names.entries())
    if (other !== centre)
      await ip('-n', namespace(centre), 'route', action, 'blackhole', `${hosts[index]}/32`)
}

const remove = async () => {
  for (const centre of names) {
    await ip('netns', 'del', namespace(centre)).catch(() => undefined)
    await ip('link', 'del', `${centre}-out`).catch(() => undefined)
  }
  await ip('link', 'del', bridge).catch(() => undefined)
}

/**
 * Lays out the three centres. Needs root on Linux with iproute2.
 * @throws what `ip` says
 */
export const layOutCentres = async (): Promise<Centres> => {
  await remove()
  await ip('link', 'add', bridge, 'type', 'bridge')
  await ip('addr', 'add', '10.77.0.1/16', 'dev', bridge)
  await ip('link', 'set', bridge, 'up')
  for (const [index, host] of hosts.entries()) await addCentre(names[index] ?? '', host)
  return {
    hosts,
    within: ({ organisation }) => ['ip', 'netns', 'exec', namespace(organisation.dataCentre)],
    cut: (centre) => routes('add', centre),
    join: (centre) => routes('del', centre),
    remove,
  }
}
