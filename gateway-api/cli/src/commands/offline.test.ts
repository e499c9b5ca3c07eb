import { readFile, stat, writeFile } from 'node:fs/promises'
import { loadKey, verifySignature } from '@huren/crypto-config'
import { commit, decodeBase64, parseEnvelope, recordTypes } from '@huren/records'
import type { Command } from 'commander'
import tap, { test } from 'tap'
import { exit } from '../exit.ts'
import { program } from '../program.ts'
import { huren as binary, warmHuren, workFolder } from '../testing/huren.ts'

tap.setTimeout(170_000)

const folder = await workFolder()
const { huren, close } = warmHuren()
const { passphraseFile } = folder
const key = folder.file('doctor.key')
const second = folder.file('second.key')
const secret = ['--passphrase-file', passphraseFile]

/** A command and those below it, by their full names. */
const below = (parent: Command, name: string): [string, Command][] =>
  parent.commands.flatMap((child) => [
    [`${name} ${child.name()}`, child],
    ...below(child, `${name} ${child.name()}`),
  ])

const helpOf = (command: Command): string => {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

test('help of every command: Chinese, English, an example', async (t) => {
  const every = below(await program(), 'huren')
  t.ok(every.length >= 20)
  for (const [name, command] of every)
    t.match(
      helpOf(command),
      /用法 Usage:[\s\S]*\p{Script=Han}[\s\S]*\n[a-z][\s\S]*示例 Example:\n {2}\$ /u,
      name,
    )
  const { code, stdout } = await binary(['--help'])
  t.equal(code, 0)
  t.match(stdout, /退出码 Exit codes:/)
})

/** The command lines of an example, without what the shell does with them. */
const linesOf = (help: string) =>
  [...help.matchAll(/^ {2}\$ (.+)$/gm)].flatMap(([, line = '']) =>
    line
      .split('|')
      .map((part) =>
        part
          .replace(/ [<>] .*/, '')
          .trim()
          .split(/ +/),
      )
      .filter(([name]) => name === 'huren')
      .map((words) => words.slice(1)),
  )

const named = (words: readonly string[], command: Command): [Command, readonly string[]] => {
  const child = command.commands.find((one) => one.name() === words[0])
  return child ? named(words.slice(1), child) : [command, words]
}

test('the examples of the help are command lines that the program takes', async (t) => {
  const whole = await program()
  const lines = below(whole, 'huren').flatMap(([, command]) => linesOf(helpOf(command)))
  t.ok(lines.length >= 40)
  for (const line of lines.filter(([name]) => name !== 'network')) {
    const [command, words] = named(line, whole)
    const { operands, unknown } = command.parseOptions([...words])
    t.same(unknown, [], line.join(' '))
    const { registeredArguments: taken } = command
    t.ok(taken.at(-1)?.variadic || operands.length <= taken.length, line.join(' '))
    t.ok(operands.length >= taken.filter(({ required }) => required).length, line.join(' '))
  }
})

test('every exit code is documented, in the help and in the README', async (t) => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const help = (await huren(['--help'])).stdout
  for (const [name, code] of Object.entries(exit)) {
    t.match(help, new RegExp(`^ {2}${code} +\\S`, 'm'), name)
    t.match(readme, new RegExp(`^\\| ${code} \\|`, 'm'), name)
  }
})

test('keygen writes an encrypted key file that nobody else may read, and overwrites nothing', async (t) => {
  const made = await binary(['keygen', '--out', key, '--json', ...secret])
  t.equal(made.code, 0, made.stderr)
  const answer = JSON.parse(made.stdout)
  t.equal(answer.algorithm, 'SM2-SM3')
  t.equal((await stat(key)).mode & 0o777, 0o600)
  t.equal((await loadKey(key, 'correct horse battery staple')).id, answer.key)
  const again = await huren(['keygen', '--out', key, ...secret])
  t.match(again, { code: 2, stderr: /key-file-exists/ })
  t.equal((await huren(['keygen', '--out', second, '--algorithm', 'ES256', ...secret])).code, 0)
})

test('without a terminal and without a passphrase file nothing waits for an answer', async (t) => {
  const { code, stderr } = await binary(['keygen', '--out', folder.file('other.key')])
  t.equal(code, 2)
  t.match(stderr, /passphrase-missing.*--passphrase-file/)
})

test('key show tells the public part; a wrong passphrase opens nothing', async (t) => {
  const shown = await binary(['key', 'show', key], { env: { HUREN_PASSPHRASE_FILE: passphraseFile } })
  t.match(shown, { code: 0, stdout: /公钥 public key: 04[0-9a-f]{128}/ })
  const wrong = folder.file('wrong')
  await writeFile(wrong, 'no\n', { mode: 0o600 })
  t.match(await huren(['key', 'show', key, '--passphrase-file', wrong]), {
    code: 2,
    stderr: /passphrase-wrong/,
  })
})

const fields = [
  'issuer=GD-4401-00012',
  'report=@uuid',
  'version=1',
  'status=final',
  'item=L00001',
  `subject=${'a'.repeat(64)}`,
  `content=${'b'.repeat(64)}`,
  'format=fhir-json',
  'performedAt=@now',
].flatMap((field) => ['--set', field])

test('sign makes an envelope that verifies; cosign adds a signature and keeps the id', async (t) => {
  const signed = await huren(['sign', 'report', ...fields, '--key', key, ...secret])
  t.equal(signed.code, 0, signed.stderr)
  const statement = parseEnvelope(signed.stdout.trim())
  t.match(statement.payload, { version: 1, item: 'L00001' })
  const cosigned = await huren(['cosign', '-', '--key', second, ...secret], { stdin: signed.stdout })
  const both = parseEnvelope(cosigned.stdout.trim())
  t.equal(both.id, statement.id)
  for (const [index, file] of [key, second].entries()) {
    const signer = await loadKey(file, 'correct horse battery staple')
    const { sig } = both.envelope.signatures[index]!
    t.ok(verifySignature(signer, both.signedBytes, decodeBase64(sig)!))
  }
})

test('a payload is read from a file or from standard input, and checked before it is signed', async (t) => {
  const payload = {
    consent: '0b8c8a54-7d5c-4a0b-9a58-2f0b7f1d6a11',
    statement: 'c'.repeat(64),
    reason: 'withdrawn',
  }
  const file = folder.file('revocation.json')
  await writeFile(file, JSON.stringify(payload))
  const from = (source: string, stdin = '') =>
    huren(['sign', 'consent-revocation', source, '--key', key, ...secret], { stdin })
  t.match(parseEnvelope((await from(file)).stdout.trim()).payload, payload)
  t.match(parseEnvelope((await from('-', JSON.stringify(payload))).stdout.trim()).payload, payload)
  t.match(await from('-', JSON.stringify({ ...payload, name: 'someone' })), {
    code: 2,
    stderr: /payload-invalid/,
  })
  t.match(await from('-', 'no JSON'), { code: 2, stderr: /json-malformed/ })
  t.match(await huren(['sign', 'diagnosis', '--key', key, ...secret]), { code: 2, stderr: /type-unknown/ })
  t.match(await huren(['sign', 'report', '--set', 'version', '--key', key, ...secret]), {
    code: 2,
    stderr: /assignment-malformed/,
  })
})

test('commit keeps the salt, and checks the bytes against the commitment later', async (t) => {
  const [report, salt] = [folder.file('report.json'), folder.file('report.salt')]
  await writeFile(report, '{"resourceType":"DiagnosticReport"}')
  const made = JSON.parse((await huren(['commit', report, '--salt-out', salt, '--json'])).stdout)
  const kept = JSON.parse(await readFile(salt, 'utf8'))
  t.equal(made.commitment, commit(Buffer.from(kept.salt, 'hex'), await readFile(report)))
  t.equal((await stat(salt)).mode & 0o777, 0o600)
  const check = () => huren(['commit', report, '--salt', salt, '--check', made.commitment])
  t.equal((await check()).code, 0)
  await writeFile(report, '{"resourceType":"DiagnosticReporT"}')
  t.match(await check(), { code: 1, stderr: /commitment-mismatch/ })
  t.match(await huren(['commit', report]), { code: 2, stderr: /salt-missing/ })
})

test('types lists every record type, and the fields of one', async (t) => {
  const all = JSON.parse((await huren(['types', '--json'])).stdout)
  t.equal(all.length, recordTypes.length)
  const { stdout } = await huren(['types', 'decision'])
  t.match(stdout, /outcome: recognised \| not-recognised \| blocked {2}结果 Outcome/)
})

test('wrong use ends with 2 and says why; errors are JSON when asked for', async (t) => {
  for (const args of [
    ['unknown'],
    ['keygen'],
    ['keygen', '--out', 'x', '--algorithm', 'RSA'],
    ['get', 'secrets'],
  ])
    t.equal((await huren(args)).code, 2, args.join(' '))
  const { code, stderr } = await huren(['get', 'items', '--url', 'ftp://nowhere', '--json'])
  t.equal(code, 2)
  t.match(JSON.parse(stderr), { error: { code: 'url-malformed' } })
})

test('nobody there: 3', async (t) => {
  const { code, stderr } = await huren([
    'get',
    'items',
    '--url',
    'http://127.0.0.1:9',
    '--retries',
    '0',
    '--json',
  ])
  t.equal(code, 3)
  t.match(JSON.parse(stderr), { error: { code: 'unreachable' } })
})

test('close', () => {
  close()
  return folder.remove()
})
