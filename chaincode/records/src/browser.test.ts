import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { test } from 'tap'
import { sample } from './core/samples.ts'
import { encodePayload, makeEnvelope, parseEnvelope } from './statement.ts'
import { consent } from './types/index.ts'

test('nothing but tests, and what a browser has another file for, imports from Node', async (t) => {
  const exclude = ['**/*.test.ts', '**/*.node.ts']
  for (const file of globSync('**/*.ts', { cwd: import.meta.dirname, exclude }))
    t.notMatch(
      readFileSync(join(import.meta.dirname, file), 'utf8'),
      /from 'node:|\bBuffer\b|\bprocess\b/,
      file,
    )
})

test('a bundle for the browser reads a statement where there is nothing of Node', async (t) => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'records',
    write: false,
  })
  const code = outputFiles[0]?.text ?? ''
  t.notMatch(code, /node:crypto/, 'the bundle has the browser’s file')
  const page = createContext({ TextEncoder, TextDecoder, atob, btoa, URL })
  runInContext('self = globalThis', page)
  runInContext(code, page)
  const text = JSON.stringify(
    makeEnvelope('consent', encodePayload(consent.valid[0]!.payload), [
      { keyid: sample.key('ES256').key, sig: `${'A'.repeat(86)}==` },
    ]),
  )
  Object.assign(page, { text })
  t.equal(runInContext('records.parseEnvelope(text).id', page), parseEnvelope(text).id)
})
