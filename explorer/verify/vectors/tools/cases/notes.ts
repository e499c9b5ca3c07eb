import { noteSigner } from '../keys.ts'
import { assemble } from '../log.ts'
import { at, province } from '../province.ts'
import { body, city, fullLines, type Line, line, notaries, note, witness, witnessedAt } from '../world.ts'
import { type Case, json, makeCase, must } from './case.ts'

const [one, two, supervisor] = notaries
const text = body(province)
const withCheckpoint = (checkpoint: string) => json(assemble(province, at.hospital, [], checkpoint))
const signed = (lines: readonly Line[], of = text) => withCheckpoint(note(of, lines))
const good = witness(province)
const quorum = [line(one!.log), line(two!.cosigner), line(supervisor!.cosigner)]
const edit = (from: string | RegExp, to: string) => withCheckpoint(good.replace(from, to))
const [, size = '', root = ''] = text.split('\n')
const impostor = noteSigner('supervisor.huren.example', 'cosignature', 'an impostor')
/** A signature line over one text under another. */
const stale =
  (signer: Parameters<typeof line>[0]): Line =>
  () =>
    line(signer)(body(province.slice(0, 200)))
const flipped =
  (make: Line): Line =>
  (of) =>
    make(of).replace(/(.{9})(.)(.{10})$/, (_, a, b, c) => a + (b === 'A' ? 'B' : 'A') + c)

export const notes: readonly Case[] = [
  makeCase(
    'note-empty-signatures',
    'no signature lines at all',
    must('note-malformed'),
    withCheckpoint(`${text}\n`),
  ),
  makeCase(
    'note-no-blank-line',
    'text and signatures are not separated',
    must('note-malformed'),
    edit('\n\n', '\n'),
  ),
  makeCase(
    'note-no-final-newline',
    'the last line is cut off',
    must('note-malformed'),
    withCheckpoint(good.slice(0, -1)),
  ),
  makeCase(
    'note-carriage-return',
    'control characters are forbidden',
    must('note-malformed'),
    withCheckpoint(good.replaceAll('\n', '\r\n')),
  ),
  makeCase(
    'note-tab',
    'control characters are forbidden',
    must('note-malformed'),
    edit('00001\n', '00001\t\n'),
  ),
  makeCase('note-hyphen', 'a hyphen instead of the em dash', must('note-malformed'), edit('— ', '- ')),
  makeCase(
    'note-two-spaces',
    'one space separates name and signature',
    must('note-malformed'),
    edit('— huren', '—  huren'),
  ),
  makeCase(
    'note-bad-base64',
    'a signature that is not base64',
    must('note-malformed'),
    edit(/\n— (\S+) .{4}/, '\n— $1 !!!!'),
  ),
  makeCase(
    'note-base64-url',
    'URL-safe base64 is another alphabet',
    must('note-malformed'),
    signed([...quorum, () => '— stranger.example AAAA_-AA']),
  ),
  makeCase(
    'note-pad-bits',
    'the unused bits of base64 must be zero',
    must('note-malformed'),
    signed([...quorum, () => '— stranger.example AAAAAAB=']),
  ),
  makeCase(
    'note-short-signature',
    'four bytes of key id and nothing else',
    must('note-malformed'),
    signed([...quorum, () => '— stranger.example AAAAAA==']),
  ),
  makeCase(
    'note-33-lines',
    'more than 32 signatures',
    must('note-malformed'),
    signed([...quorum, ...Array.from({ length: 30 }, (_, i) => () => `— s${i}.example AAAAAAAA`)]),
  ),
  makeCase(
    'note-homograph',
    'Cyrillic letters that look like “supervisor”',
    must('note-name'),
    signed([...quorum, (of) => line(supervisor!.cosigner)(of).replace('supervisor', 'ѕuреrvіѕоr')]),
  ),
  makeCase(
    'note-plus-name',
    'a plus sign in a name',
    must('note-name'),
    signed([...quorum, () => '— super+visor.example AAAAAAAA']),
  ),
  makeCase(
    'note-signature-twice',
    'one key, two lines',
    must('note-signature-duplicate'),
    signed([...quorum, line(two!.cosigner)]),
  ),
  makeCase(
    'note-signature-twice-other-time',
    'one key, two times',
    must('note-signature-duplicate'),
    signed([...quorum, line(two!.cosigner, witnessedAt + 1)]),
  ),
  makeCase(
    'note-log-signature-flipped',
    'a known key whose signature fails',
    must('note-signature-invalid'),
    signed([flipped(line(one!.log)), line(two!.cosigner), line(supervisor!.cosigner)]),
  ),
  makeCase(
    'note-cosignature-flipped',
    'a known cosigner whose signature fails',
    must('note-signature-invalid'),
    signed([...quorum, flipped(line(one!.cosigner))]),
  ),
  makeCase(
    'note-sm2-flipped',
    'a known SM2-SM3 key whose signature fails',
    must('note-signature-invalid'),
    signed([...quorum, flipped(line(one!.sm2))]),
  ),
  makeCase(
    'note-external-flipped',
    "an external witness's signature fails",
    must('note-signature-invalid'),
    signed([...quorum, flipped(line(city))]),
  ),
  makeCase(
    'note-stale-log-signature',
    'a signature over an older checkpoint',
    must('note-signature-invalid'),
    signed([stale(one!.log), line(two!.cosigner), line(supervisor!.cosigner)]),
  ),
  makeCase(
    'note-stale-cosignature',
    'a cosignature over an older checkpoint',
    must('note-signature-invalid'),
    signed([line(one!.log), line(two!.cosigner), stale(supervisor!.cosigner)]),
  ),
  makeCase(
    'note-time-changed',
    'the time of a cosignature is signed',
    must('note-signature-invalid'),
    signed([
      ...quorum.slice(0, 2),
      (of) => line(supervisor!.cosigner)(of).replace(/(— \S+ .{14})./, (_, a) => `${a}z`),
    ]),
  ),
  makeCase(
    'note-size-changed',
    'one entry more than was signed',
    must('note-signature-invalid'),
    edit(`\n${size}\n`, `\n${Number(size) + 1}\n`),
  ),
  makeCase(
    'note-root-changed',
    'another root than was signed',
    must('note-signature-invalid'),
    edit(root, `B${root.slice(1)}`),
  ),
  makeCase(
    'note-log-key-as-cosigner',
    'a log signature under the name and id of a cosigner',
    must('note-signature-invalid'),
    signed([
      line(one!.log),
      line(two!.cosigner),
      (of) => `${line(supervisor!.cosigner)(of).slice(0, -88)}${line(supervisor!.log)(of).slice(-88)}`,
    ]),
  ),
  makeCase(
    'checkpoint-leading-zero',
    'sizes have no leading zeroes',
    must('checkpoint-malformed'),
    signed(quorum, text.replace(`\n${size}`, `\n0${size}`)),
  ),
  makeCase(
    'checkpoint-negative',
    'a size is a number of entries',
    must('checkpoint-malformed'),
    signed(quorum, text.replace(`\n${size}`, '\n-1')),
  ),
  makeCase(
    'checkpoint-huge',
    'a size beyond 2^53',
    must('checkpoint-malformed'),
    signed(quorum, text.replace(`\n${size}`, '\n99999999999999999')),
  ),
  makeCase(
    'checkpoint-short-root',
    'a root of 31 bytes',
    must('checkpoint-malformed'),
    signed(quorum, text.replace(root, `${'A'.repeat(41)}A==`)),
  ),
  makeCase(
    'checkpoint-extension',
    'extension lines, which Huren does not use',
    must('checkpoint-malformed'),
    signed(quorum, `${text}extension\n`),
  ),
  makeCase(
    'checkpoint-two-lines',
    'the root is missing',
    must('checkpoint-malformed'),
    signed(quorum, `${text.split('\n').slice(0, 2).join('\n')}\n`),
  ),
  makeCase(
    'checkpoint-other-origin',
    'a log of another name',
    must('origin-unknown'),
    signed(quorum, body(province, 'other.example/log')),
  ),
  makeCase(
    'checkpoint-origin-case',
    'names are compared byte by byte',
    must('origin-unknown'),
    signed(quorum, body(province, 'Huren.example/log/GD-0000-00001')),
  ),
  makeCase(
    'log-signature-missing',
    'cosignatures alone, no log key has signed',
    must('notary-signature-missing'),
    signed(quorum.slice(1)),
  ),
  makeCase(
    'log-signature-sm2-only',
    'an SM2-SM3 line does not replace the Ed25519 line',
    must('notary-signature-missing'),
    signed([line(one!.sm2), ...quorum.slice(1)]),
  ),
  makeCase(
    'log-signature-of-another-log',
    "a log key signs another organisation's checkpoint: only a cosigner may",
    must('notary-signature-missing'),
    signed([line(two!.log), ...quorum.slice(1)]),
  ),
  makeCase(
    'quorum-one',
    'the supervisor alone',
    must('quorum-missing'),
    signed([line(one!.log), line(supervisor!.cosigner)]),
  ),
  makeCase('quorum-none', 'nobody cosigned', must('quorum-missing'), signed([line(one!.log)])),
  makeCase(
    'quorum-without-supervisor',
    'two consensus organisations without the supervisor',
    must('quorum-missing'),
    signed([line(one!.log), line(one!.cosigner), line(two!.cosigner)]),
  ),
  makeCase(
    'quorum-external',
    'an external witness does not count for an organisation',
    must('quorum-missing'),
    signed([line(one!.log), line(supervisor!.cosigner), line(city)]),
  ),
  makeCase(
    'quorum-impostor',
    "the supervisor's name with another key is an unknown key",
    must('quorum-missing'),
    signed([line(one!.log), line(two!.cosigner), line(one!.cosigner), line(impostor)]),
  ),
  makeCase(
    'quorum-log-signatures',
    'log signatures carry no time and do not count as cosignatures',
    must('quorum-missing'),
    signed([line(one!.log), line(one!.sm2), line(supervisor!.log)]),
  ),
  makeCase(
    'cosigned-in-future',
    'a cosignature from tomorrow',
    must('cosignature-future'),
    signed([line(one!.log), line(two!.cosigner), line(supervisor!.cosigner, witnessedAt + 86_400)]),
  ),
  makeCase(
    'cosigned-before-key',
    'the cosigner’s key was not yet valid',
    must('cosignature-expired-key'),
    signed([line(one!.log), line(two!.cosigner), line(supervisor!.cosigner, 1_700_000_000)]),
  ),
  makeCase(
    'cosigned-in-1970',
    'a cosignature of time zero',
    must('cosignature-expired-key'),
    signed([line(one!.log), line(two!.cosigner), line(supervisor!.cosigner, 0)]),
  ),
  makeCase(
    'all-lines-unknown',
    'a note that nobody of the trust file signed',
    must('notary-signature-missing'),
    signed([() => '— stranger.example AAAAAAAA']),
  ),
  makeCase(
    'note-full',
    'control: all lines of the notary, nothing changed',
    { outcome: 'valid' },
    signed(fullLines),
  ),
]
