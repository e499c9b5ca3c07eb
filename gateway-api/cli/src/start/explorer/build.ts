import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { RefusedError } from '../../exit.ts'

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
const web = join(root, 'explorer/web')
/** The built web application. */
export const builtExplorer = join(web, 'dist')

/** What the pages are made of. */
const sources = [
  join(web, 'src'),
  join(web, 'public'),
  join(web, 'package.json'),
  join(web, 'vite.config.ts'),
  join(root, 'explorer/verify/src'),
  join(root, 'explorer/letters/src'),
  join(root, 'explorer/model/src'),
  join(root, 'chaincode/records/src'),
]

const changedAt = async (path: string): Promise<number> => {
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const inside = await readdir(path, { recursive: true, withFileTypes: true })
  const files = inside.filter((entry) => entry.isFile())
  const times = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs),
  )
  return Math.max(0, ...times)
}

const pages = async () =>
  (await readdir(web)).filter((name) => name.endsWith('.html')).map((name) => join(web, name))

const isFresh = async (): Promise<boolean> => {
  const built = await stat(join(builtExplorer, 'index.html')).catch(() => undefined)
  if (!built) return false
  const changes = await Promise.all([...sources, ...(await pages())].map(changedAt))
  return Math.max(...changes) <= built.mtimeMs
}

const viteMain = () => {
  const require = createRequire(join(web, 'package.json'))
  return join(require.resolve('vite/package.json'), '../bin/vite.js')
}

/** Two builds at once do not disturb each other: each writes a folder of its own, which then takes its place. */
const build = async () => {
  const fresh = `${builtExplorer}-${randomUUID()}`
  const old = `${builtExplorer}-${randomUUID()}`
  try {
    await promisify(execFile)(
      process.execPath,
      [viteMain(), 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: web },
    )
    await rename(builtExplorer, old).catch(() => undefined)
    await rename(fresh, builtExplorer)
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

/**
 * Builds the web application when it is missing or older than its sources (some seconds).
 * @throws RefusedError `build-failed`
 */
export const ensureExplorerBuilt = async (say: (line: string) => void): Promise<void> => {
  if (await isFresh()) return
  say('构建浏览器网页（仅首次或更新后）building the explorer’s pages (the first time, and after changes)')
  await build().catch((error: unknown) => {
    throw new RefusedError('build-failed', error instanceof Error ? error.message : String(error))
  })
}
