import { type RunningSystem, type Started, startSystem, temporaryFolder } from './system.ts'

/** Where a test file finds the system that `npm test` keeps running for several: JSON of what it said. */
const setting = 'TEST_SYSTEM'

/** All parts but the access log; at `localhost`, for passkeys want a domain. */
const start = (data: string) => startSystem({ data, without: [], explorerListen: 'localhost:0' })

const otherFilesUseIt = async (): Promise<never> => {
  throw new Error('other test files use this system')
}

/**
 * A whole system that other test files may have used before and may use afterwards, one after the other; a file that is
 * run alone has one of its own. Whoever uses it looks at what it made itself.
 * @param data folder for a system of its own
 */
export const sharedSystem = async (data: string): Promise<RunningSystem> => {
  const shared = process.env[setting]
  if (!shared) return start(data)
  const started: Started = JSON.parse(shared)
  return { ...started, stop: async () => undefined, kill: otherFilesUseIt, restart: otherFilesUseIt }
}

/** Starts the system of several files. @returns what their environment has besides, and how it is stopped */
export const startShared = async () => {
  const folder = await temporaryFolder()
  const system = await start(folder.path)
  const { url, ledger, folders, pids, notaries, explorer, accessLog } = system
  const started: Started = { url, ledger, folders, pids, notaries, explorer, accessLog }
  return {
    env: { [setting]: JSON.stringify(started) },
    stop: async () => {
      await system.stop()
      await folder.remove()
    },
  }
}
