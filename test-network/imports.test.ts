import { existsSync, globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { test } from 'tap'

/** Who may import whom; what is not listed is forbidden. Dependencies flow one way: records first. */
const allowed: Record<string, readonly string[]> = {
  '@huren/records': [],
  '@huren/verify': ['@huren/records'],
  '@huren/crypto-config': ['@huren/records'],
  '@huren/contracts': ['@huren/records', '@huren/crypto-config'],
  '@huren/embedded': ['@huren/records', '@huren/crypto-config', '@huren/contracts'],
  '@huren/fabric-network': ['@huren/records', '@huren/crypto-config', '@huren/contracts'],
  '@huren/client': ['@huren/records', '@huren/crypto-config'],
  '@huren/gateway-api': ['@huren/records', '@huren/crypto-config'],
  '@huren/access-log': ['@huren/records', '@huren/crypto-config', '@huren/client', '@huren/verify'],
  '@huren/notary': ['@huren/records', '@huren/crypto-config'],
  '@huren/explorer-model': ['@huren/records'],
  '@huren/explorer-index': ['@huren/records', '@huren/crypto-config', '@huren/explorer-model'],
  '@huren/letters': ['@huren/records'],
  '@huren/explorer-server': [
    '@huren/records',
    '@huren/crypto-config',
    '@huren/explorer-index',
    '@huren/explorer-model',
    '@huren/pdf-text',
    '@huren/letters',
  ],
  '@huren/pdf-text': [],
  '@huren/explorer-web': [
    '@huren/records',
    '@huren/verify',
    '@huren/letters',
    '@huren/pdf-text',
    '@huren/explorer-model',
  ],
}
/** Compositions may import everything: they put the parts together. */
const compositions = ['@huren/cli', '@huren/test-network']

const root = join(import.meta.dirname, '..')
const { workspaces, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const specifier = /(?<!['-])(?:\bfrom\s+|\bimport\s*\(?\s*)'([^'\n]+)'/g

const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(specifier)].map((match) => match[1] ?? '')
const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

for (const workspace of workspaces as string[]) {
  const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'))
  test(`ARCH-12: ${manifest.name} imports what it declares and what it may`, async (t) => {
    for (const file of globSync('**/*.{ts,tsx}', {
      cwd: join(root, workspace),
      exclude: ['**/node_modules/**', '**/dist/**'],
    })) {
      const where = join(workspace, file)
      // a long test is cut into files, in a folder of its name
      const isPart = existsSync(join(root, workspace, `${dirname(file)}.test.ts`))
      const isTest = isPart || /\.test\.tsx?$|^(bench|src\/testing)\//.test(file)
      for (const name of importsOf(join(root, where))) {
        if (name.startsWith('node:') || builtinModules.includes(name) || /[$`]/.test(name)) continue
        // the package's own file, by platform
        if (name in (manifest.imports ?? {})) continue
        if (name.startsWith('.')) {
          const target = relative(join(root, workspace), join(dirname(join(root, where)), name))
          t.notMatch(target, /^\.\./, `${where} stays inside its package: ${name}`)
          t.ok(existsSync(join(root, workspace, target)), `${where}: ${name} exists`)
          continue
        }
        const dependency = packageOf(name)
        const declared =
          dependency in (manifest.dependencies ?? {}) ||
          dependency in (manifest.devDependencies ?? {}) ||
          (isTest && dependency in devDependencies) ||
          dependency === manifest.name
        t.ok(declared, `${where}: ${dependency} stands in its package.json`)
        if (
          dependency.startsWith('@huren/') &&
          dependency !== manifest.name &&
          !isTest &&
          !compositions.includes(manifest.name)
        )
          t.ok(allowed[manifest.name]?.includes(dependency), `${where} may import ${dependency}`)
      }
    }
  })
}
