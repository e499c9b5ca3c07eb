import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'

test('the verifier runs in a browser: no import of Node, no Buffer, no network', async (t) => {
  for (const file of globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts'] })) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8')
    t.notMatch(source, /from 'node:|\bBuffer\b|\bprocess\.|\bfetch\(|XMLHttpRequest|WebSocket/, file)
  }
})
