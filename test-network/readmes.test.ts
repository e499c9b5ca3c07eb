import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { program } from '@huren/cli/src/program.ts'
import { networkCommand } from '@huren/fabric-network'
import { test } from 'tap'

const root = join(import.meta.dirname, '..')
const exclude = ['**/node_modules/**', '**/dist/**']
const pages = globSync('**/*.md', { cwd: root, exclude }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, what = '']) => what)

test('what a page links to is there', async (t) => {
  t.ok(pages.length >= 20)
  for (const { path, text } of pages)
    for (const link of found(text, /\]\(([^)\s#]+)[^)]*\)/g))
      if (!/^[a-z]+:/.test(link)) t.ok(existsSync(join(root, dirname(path), link)), `${path}: ${link}`)
})

const manifest = (folder: string) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
const scripts: Record<string, string> = manifest('.').scripts
const workspaces = (manifest('.').workspaces as string[]).map(manifest)

test('the programs that a page tells to run are there', async (t) => {
  for (const { path, text } of pages) {
    for (const command of found(text, /\bnpm (run [\w:-]+(?: -w @huren\/[\w-]+)?)/g)) {
      const [, name = '', , workspace] = command.split(' ')
      const known = workspace ? workspaces.find((each) => each.name === workspace)?.scripts : scripts
      t.ok(name in (known ?? {}), `${path}: npm ${command}`)
    }
    for (const file of found(text, /\b(?:node|npm test --|tap run) '?([\w./-]+\.tsx?)/g))
      t.ok(
        [root, join(root, dirname(path))].some((from) => existsSync(join(from, file))),
        `${path}: ${file}`,
      )
  }
})

type Command = Awaited<ReturnType<typeof program>>

/** The command that the words name, as far as they name one. */
const named = (words: readonly string[], command: Command): Command => {
  const child = command.commands.find((one) => one.name() === words[0])
  return child ? named(words.slice(1), child) : command
}

test('the huren commands that a page tells to run are there, with their options', async (t) => {
  const all = await program()
  const network = networkCommand()
  for (const { path, text } of pages) {
    const lines = text.replaceAll('\\\n', ' ')
    for (const line of found(lines, /(?:^|`|npx )huren ([a-z][^\n`#<>]*)/gm)) {
      const words = line.trim().split(/ +/)
      const command = words[0] === 'network' ? named(words.slice(1), network) : named(words, all)
      t.notOk(command === all || (command === network && words.length > 1), `${path}: huren ${line}`)
      for (const option of words.filter((word) => word.startsWith('--') && word !== '--help'))
        t.ok(
          command.options.some(({ long }) => long === option.split('=')[0]),
          `${path}: ${option} of huren ${line}`,
        )
    }
  }
})
