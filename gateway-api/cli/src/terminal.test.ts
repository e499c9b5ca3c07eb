import { test } from 'tap'
import { exit } from './exit.ts'
import { exitCodeOf } from './failure.ts'
import { newPassphrase, passphraseFor } from './passphrase.ts'
import { progress } from './progress.ts'
import { terminal } from './testing/terminal.ts'

test('a passphrase is asked for by the name of its key, and never shown', async (t) => {
  const { input, output, answer, shown } = terminal()
  const asked = passphraseFor('doctor.key', {}, 0, { input, output })
  await answer(/doctor\.key 的口令 passphrase/, 'correct horse')
  await answer(/\*{13}/, '\r')
  t.equal(await asked, 'correct horse')
  t.notMatch(shown(), 'correct')
})

test('a new passphrase is asked for twice, and must be the same', async (t) => {
  const type = async (first: string, second: string) => {
    const { input, output, answer } = terminal()
    const asked = newPassphrase({}, { input, output })
    asked.catch(() => undefined)
    await answer(/新口令 new passphrase/, `${first}\r`)
    await answer(/再输一次 once more/, `${second}\r`)
    return asked
  }
  t.equal(await type('one', 'one'), 'one')
  await t.rejects(type('one', 'other'), { code: 'passphrase-mismatch' })
})

test('Ctrl-C at a prompt ends with 130', async (t) => {
  const { input, output, answer } = terminal()
  const asked = passphraseFor('doctor.key', {}, 0, { input, output })
  asked.catch(() => undefined)
  await answer(/passphrase/, '\x03')
  const error = await asked.catch((reason: unknown) => reason)
  t.equal(exitCodeOf(error), exit.cancelled)
})

test('without a terminal nobody is asked', async (t) => {
  const { input, output, shown } = terminal()
  const piped = { input: Object.assign(input, { isTTY: false }), output }
  await t.rejects(passphraseFor('doctor.key', {}, 0, piped), { code: 'passphrase-missing' })
  t.equal(shown(), '')
})

test('progress is shown to a person, and to nobody else', async (t) => {
  const { output, shown } = terminal()
  const bar = progress('提交', 'submitting', output)
  bar.update(1, 4)
  bar.update(4, 4)
  bar.stop()
  t.match(shown(), /提交 submitting .*4\/4 100%/s)
  const other = terminal()
  const quiet = progress('提交', 'submitting', Object.assign(other.output, { isTTY: false }))
  quiet.update(1, 4)
  quiet.stop()
  t.equal(other.shown(), '')
})
