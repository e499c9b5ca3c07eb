import type { Consortium } from './description/consortium.ts'
import { defaultConsortium } from './description/default.ts'
import { findBinaries } from './run/binaries.ts'
import type { Network } from './run/network.ts'
import { openConsortium, workspaceAt } from './run/workspace.ts'

const silent: Network['say'] = () => undefined

/**
 * A network on this machine, by its folder; a new one starts from `initial` (the default consortium when not given).
 * @throws NetworkProblem `description-invalid`, `binary-missing`, `binary-too-old`, `builder-missing`
 */
export const openNetwork = async (
  folder: string,
  {
    initial = () => defaultConsortium(),
    say = silent,
  }: { initial?: () => Consortium; say?: Network['say'] } = {},
): Promise<Network> => {
  const workspace = workspaceAt(folder)
  const consortium = openConsortium(workspace, initial)
  return { consortium, workspace, say, binaries: await findBinaries(consortium.ordering) }
}
