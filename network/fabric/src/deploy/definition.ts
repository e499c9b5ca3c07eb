import type { Definition } from './lifecycle.ts'

/** The definition that a bundle needs: the committed one if it is this bundle, the next otherwise. */
export const wantedDefinition = (committed: Definition, bundleHash: string): Definition => {
  const version = bundleHash.slice(0, 16)
  return committed.version === version ? committed : { sequence: committed.sequence + 1, version }
}
