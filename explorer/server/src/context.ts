import type { ExplorerIndex } from '@huren/explorer-index'
import type { ExplorerSettings } from './config.ts'
import type { Office } from './office/office.ts'
import type { Readings } from './readings/readings.ts'
import type { Schedules } from './reports/schedules.ts'
import type { Sessions } from './sign-in/sessions.ts'
import type { Watch } from './watch/watch.ts'

/** What the routes share. */
export interface Context {
  readonly settings: ExplorerSettings
  readonly index: ExplorerIndex
  readonly readings: Readings
  readonly sessions: Sessions
  readonly office: Office
  readonly watch: Watch
  readonly schedules: Schedules
  /** Why blocks do not come, if they do not. */
  readonly trouble: () => string | undefined
}
