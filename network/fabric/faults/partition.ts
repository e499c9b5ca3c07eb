import type { Label } from '@huren/records'
import type { Choice, Fault } from './fault.ts'

/** The centre of the chosen node can no longer reach the other two, nor they it. */
export const cutOff = (name: Label, choose: Choice): Fault => {
  let centre: string | undefined
  return {
    name,
    needsRoot: true,
    strike: async ({ network, centres }) => {
      const [node] = await choose(network)
      centre = node?.organisation.dataCentre
      if (centre) await centres?.cut(centre)
    },
    mend: ({ centres }) => centre && centres?.join(centre),
  }
}
