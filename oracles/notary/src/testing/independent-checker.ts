import { execFile } from 'node:child_process'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

interface Tap {
  equal(found: unknown, wanted: unknown, message: string): unknown
  match(found: unknown, pattern: RegExp): unknown
  comment(text: string): unknown
}

/**
 * An independent checker, if its binary is at hand (README): golang.org/x/mod/sumdb reads our tiles and notes and
 * transparency-dev/formats our cosignatures; damaged, they must be refused.
 */
export const checkIndependently = async (t: Tap, folder: string, keys: readonly string[]) => {
  const checker = process.env.HUREN_TLOG_CHECK
  if (!checker) return t.comment('HUREN_TLOG_CHECK is not set: the independent checker was not run')
  const check = (place: string) => promisify(execFile)(checker, [place, ...keys])
  t.match((await check(folder)).stdout, /entries, .* signatures: ok/)
  const names = ['checkpoint', 'tile/0/', 'tile/entries/']
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  for (const name of names) {
    const copy = `${folder}-${name.replaceAll('/', '-')}`
    await cp(folder, copy, { recursive: true })
    for (const { parentPath, name: file } of files) {
      const path = join(parentPath, file).slice(folder.length + 1)
      if (!path.startsWith(name)) continue
      const bytes = await readFile(join(copy, path))
      bytes[10] = (bytes[10] ?? 0) ^ 1
      await writeFile(join(copy, path), bytes)
    }
    t.equal(
      (await check(copy).catch((error) => error)).code,
      1,
      `damaged ${name}: refused by the independent checker`,
    )
  }
}
