import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packed from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const cache = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url))

const versionOf = async (name: string): Promise<string> => {
  const manifest = new URL('../package.json', import.meta.resolve(name))
  return JSON.parse(await readFile(manifest, 'utf8')).version
}

/** The package unpacks into the folder for temporary files. */
const unpackInto = async (folder: string) => {
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  await packed.executablePath()
  if (usual === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usual
}

/** The Chromium of an npm package, unpacked once for all that ask; whole or not at all, also when two ask at once. */
const unpacked = async (): Promise<string> => {
  const home = join(cache, `chromium-${await versionOf('@sparticuz/chromium')}`)
  const executable = join(home, 'chromium')
  if (existsSync(executable)) return executable
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(`${home}-`)
  await unpackInto(fresh)
  await rename(fresh, home).catch(() => rm(fresh, { recursive: true }))
  return executable
}

export interface RunningBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

/** Starts the Chromium of an npm package, or the one that HUREN_BROWSER names; what it writes is gone afterwards. */
export const startBrowser = async (): Promise<RunningBrowser> => {
  const executablePath = process.env.HUREN_BROWSER ?? (await unpacked())
  const folder = await mkdtemp(join(tmpdir(), 'huren-browser-'))
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, TMPDIR: folder },
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
  })
  return {
    browser,
    close: async () => {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
