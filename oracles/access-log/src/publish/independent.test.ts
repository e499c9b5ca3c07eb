import { execFile } from 'node:child_process'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { loadLogKeys } from '../keys.ts'
import { AccessLog } from '../log.ts'
import { newReport } from '../testing/events.ts'
import { newSettings } from '../testing/service.ts'
import { noteSigner } from './note.ts'
import { Publisher } from './publisher.ts'

const checker = process.env.HUREN_TLOG_CHECK
const skip = checker ? false : 'HUREN_TLOG_CHECK is not set (oracles/notary/tools/tlog-check)'

test(
  'golang.org/x/mod/sumdb reads the published log, and refuses it damaged',
  { skip, timeout: 120_000 },
  async (t) => {
    const { settings, remove } = await newSettings()
    const passphrase = (await readFile(settings.passphraseFile, 'utf8')).trim()
    const keys = await loadLogKeys(settings.keysDir, passphrase)
    const signer = noteSigner(settings.origin, keys.note)
    const log = await AccessLog.open({ dataDir: settings.dataDir, seed: keys.lists })
    t.teardown(async () => {
      await log.close()
      await remove()
    })
    const publisher = new Publisher(log, settings.publicDir, signer, 0)
    const check = (folder: string) => promisify(execFile)(String(checker), [folder, signer.verifierKey])
    for (const more of [1, 299, 212, 1, 900]) {
      await log.appendAll(Array.from({ length: more }, (_, n) => newReport(n)))
      await publisher.publish(log.size)
      t.match((await check(settings.publicDir)).stdout, /entries, .* signatures: ok/, `${log.size} entries`)
    }
    const files = (await readdir(settings.publicDir, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    )
    for (const what of ['checkpoint', 'tile/0/', 'tile/1/', 'tile/entries/']) {
      const copy = `${settings.publicDir}-${what.replaceAll('/', '-')}`
      await cp(settings.publicDir, copy, { recursive: true })
      for (const { parentPath, name } of files) {
        const path = join(parentPath, name).slice(settings.publicDir.length + 1)
        if (!path.startsWith(what)) continue
        const bytes = await readFile(join(copy, path))
        bytes[10] = (bytes[10] ?? 0) ^ 1
        await writeFile(join(copy, path), bytes)
      }
      t.equal((await check(copy).catch((error) => error)).code, 1, `damaged ${what}: refused`)
    }
  },
)
