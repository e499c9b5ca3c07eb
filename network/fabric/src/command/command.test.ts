import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { defaultConsortium } from '../description/default.ts'
import { writeConsortium } from '../description/file.ts'
import { networkCommand } from './network.ts'

const folder = mkdtempSync(join(tmpdir(), 'huren-command-'))
writeConsortium(join(folder, 'network.yaml'), defaultConsortium({ basePort: 19_000 }))

const run = (...args: string[]) =>
  networkCommand()
    .exitOverride()
    .parseAsync(['--folder', folder, ...args], { from: 'user' })

test('every command says what it does in Chinese and English', async (t) => {
  for (const command of networkCommand().commands)
    t.match(command.description(), /[一-龥].* \/ .*[a-z]/, command.name())
})

test('what needs no Fabric works without it', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'huren-files-'))
  await run('install-files', '--data-centre', 'centre1', '--out', out)
  t.equal(readdirSync(out).filter((name) => name.endsWith('.service')).length, 6)
  await t.rejects(run('install-files', '--data-centre', 'nowhere', '--out', out), {
    code: 'description-unknown-node',
  })
  await t.rejects(run('logs', 'nobody'), { code: 'description-unknown-node' })
  writeFileSync(join(folder, 'network.yaml'), 'version: 2')
  await t.rejects(run('status'), { code: 'description-invalid' })
})
