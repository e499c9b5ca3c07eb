import type { Consortium } from '../description/consortium.ts'
import type { Binaries } from './binaries.ts'
import type { Workspace } from './workspace.ts'

/** What every operation on a network needs to know. */
export interface Network {
  readonly consortium: Consortium
  readonly workspace: Workspace
  readonly binaries: Binaries
  /** Tells the operator what is being done, one line at a time. */
  readonly say: (zh: string, en: string) => void
}
