import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** The built pages, which HUREN_EXPLORER_WEB names. */
export const builtPages = join(import.meta.dirname, 'dist')

/** On the same disk, and nowhere that linters look. */
const cache = join(import.meta.dirname, 'node_modules/.cache/pages')

/** What the pages are made of, from the project's root. */
const sources = [
  'explorer/web/{src,public}/**/*',
  'explorer/web/{*.html,package.json,vite.config.ts}',
  'explorer/{verify,letters,model,pdf-text}/src/**/*',
  'chaincode/records/src/**/*',
  'package-lock.json',
]

/** SHA-256 over names and contents of all sources. */
const hashOfSources = async (): Promise<string> => {
  const names: string[] = []
  for await (const entry of glob(sources, { cwd: root, withFileTypes: true }))
    if (entry.isFile()) names.push(join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const name of names.sort()) {
    const bytes = await readFile(name)
    hash.update(`${name.slice(root.length)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** Says of which sources the pages were built. */
const noteIn = (folder: string) => join(folder, 'built-of.txt')

const viteMain = () => join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js')

/** Two builds at once do not disturb each other: each writes a folder of its own, which then takes its place. */
const build = async (hash: string) => {
  await mkdir(cache, { recursive: true })
  const [fresh, old] = [join(cache, randomUUID()), join(cache, randomUUID())] as const
  try {
    await promisify(execFile)(
      process.execPath,
      [viteMain(), 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: import.meta.dirname },
    )
    await writeFile(noteIn(fresh), hash)
    await rename(builtPages, old).catch(() => undefined)
    await rename(fresh, builtPages)
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

/**
 * Builds the pages into `builtPages`, unless they were built of the same sources before.
 * @param say called when there is something to build, which takes some seconds
 * @throws Error when they cannot be built
 */
export const ensureBuilt = async (say: () => void = () => undefined): Promise<void> => {
  const hash = await hashOfSources()
  if (hash === (await readFile(noteIn(builtPages), 'utf8').catch(() => undefined))) return
  say()
  await build(hash)
}
