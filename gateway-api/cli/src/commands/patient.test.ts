import { test } from 'tap'
import { warmHuren, workFolder } from '../testing/huren.ts'

const { huren, close } = warmHuren()
const issuer = ['--issuer', 'GD-4401-00012']
const subject = ['--subject', 'ab'.repeat(32)]
const offer = `http://127.0.0.1:9/patient#/bind/${'a'.repeat(22)}/${'0'.repeat(64)}`

test('CITY-3: what the counter reads is checked before anything is sent', async (t) => {
  const folder = await workFolder()
  t.teardown(folder.remove)
  const passphrase = ['--passphrase-file', folder.passphraseFile]
  await huren(['keygen', '--out', folder.file('own.key'), ...passphrase])
  const own = ['--key', folder.file('own.key'), ...passphrase, '--json']
  const bind = (text: string, more: readonly string[] = []) =>
    huren(['patient', 'bind', text, ...issuer, ...subject, ...own, ...more])

  const nonsense = await bind('https://evil.example/patient#/bind/short/short')
  t.equal(nonsense.code, 2)
  t.match(nonsense.stderr, /payload-invalid/)
  const days = await bind(offer, ['--days', '0'])
  t.equal(days.code, 2)
  t.match(days.stderr, /number-malformed/)
  const lost = await bind(offer, ['--replaces', 'the old phone'])
  t.equal(lost.code, 2)
  t.match(lost.stderr, /key-id-malformed/)
  const nobody = await bind(offer)
  t.equal(nobody.code, 3, 'nobody answers there')
})

test('PROV-25: a letter that says nothing known is not sealed', async (t) => {
  const folder = await workFolder()
  t.teardown(folder.remove)
  const passphrase = ['--passphrase-file', folder.passphraseFile]
  await huren(['keygen', '--out', folder.file('own.key'), ...passphrase])
  const own = ['--key', folder.file('own.key'), ...passphrase, '--json']
  const write = await huren(
    ['patient', 'write', '0'.repeat(64), '-', '--explorer', 'http://127.0.0.1:9', ...issuer, ...own],
    { stdin: '{"kind":"advertisement","text":"buy"}' },
  )
  t.equal(write.code, 2)
  t.match(write.stderr, /payload-invalid/)
})

test('close', async () => close())
