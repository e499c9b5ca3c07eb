import { ensureBuilt } from '@huren/explorer-web/build'
import { RefusedError } from '../../exit.ts'

/**
 * Builds the web application when it is missing or was built of other sources (some seconds).
 * @throws RefusedError `build-failed`
 */
export const ensureExplorerBuilt = (say: (line: string) => void): Promise<void> =>
  ensureBuilt(() =>
    say('构建浏览器网页（仅首次或更新后）building the explorer’s pages (the first time, and after changes)'),
  ).catch((error: unknown) => {
    throw new RefusedError('build-failed', error instanceof Error ? error.message : String(error))
  })
