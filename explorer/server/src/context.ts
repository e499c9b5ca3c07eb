import type { ExplorerIndex } from '@huren/explorer-index'
import type { ExplorerSettings } from './config.ts'
import type { Indicator } from './indicators.ts'
import type { Readings } from './readings/readings.ts'
import type { Sessions } from './sign-in/sessions.ts'

/** What the routes share. */
export interface Context {
  readonly settings: ExplorerSettings
  readonly index: ExplorerIndex
  readonly readings: Readings
  readonly sessions: Sessions
  readonly indicators: readonly Indicator[]
  /** Whether they are the default set, which says of itself that it is one. */
  readonly defaultIndicators: boolean
  /** Why blocks do not come, if they do not. */
  readonly trouble: () => string | undefined
}
