import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'tap'
import { fileOf, fontsOf, runsOf } from './index.ts'

const text = '检查检验结果互认 Recognition, 100% “凭证”，编号：GD-4401-00012'

test('text is split by font file and stays what it was', async (t) => {
  const runs = runsOf(text)
  t.equal(runs.map(({ text }) => text).join(''), text)
  t.ok(runs.length > 3)
  t.equal(runsOf('Recognition 100%').length, 1, 'plain letters are one run')
})

test('each font has its file', async (t) => {
  const { resolve } = createRequire(import.meta.url)
  for (const font of fontsOf([text, '𠮷', '']))
    t.ok(existsSync(resolve(`@fontsource/noto-sans-sc/files/${fileOf(font)}`)), font)
})
