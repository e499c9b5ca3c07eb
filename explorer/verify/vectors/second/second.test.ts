import { execFile, spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'

const folder = import.meta.dirname
const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 9))'])
const skip = status === 0 && stdout.toString().startsWith('True') ? false : 'Python 3.9 or later is not there'

interface Case {
  readonly name: string
  readonly expect: object
  readonly found: object
}

test(
  'a second verifier, in Python from the specification alone, judges every vector the same',
  { skip },
  async (t) => {
    const files = globSync('*.json', { cwd: join(folder, '..') }).map((name) => join('..', name))
    const { stdout } = await promisify(execFile)('python3', ['-B', 'verify.py', ...files], {
      cwd: folder,
      maxBuffer: 1 << 26,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    })
    const cases: Case[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.same(
      cases.filter(({ expect, found }) => JSON.stringify(expect) !== JSON.stringify(found)),
      [],
    )
    t.ok(cases.length >= 391, `${cases.length} vectors`)
  },
)
