import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { command, exit, fail, reading, say } from './command.ts'

interface Sentence {
  readonly zh: string
  readonly en: string
}
/** The verdict of \@huren/verify, as far as it is printed. */
interface Verdict {
  readonly outcome: 'valid' | 'refused' | 'rejected'
  readonly sentence: Sentence
  readonly code?: string
  readonly proven?: readonly Sentence[]
  readonly warnings?: readonly Sentence[]
  readonly notProven?: readonly Sentence[]
}
/** The verifier is handed in: notary and verifier share no code. */
export type VerifyReceipt = (receipt: string, trust: string) => Verdict

const sayAll = (title: Sentence, sentences: readonly Sentence[] = []) => {
  if (sentences.length === 0) return
  say(`${title.zh} ${title.en}`)
  for (const { zh, en } of sentences) say(`  · ${zh}\n    ${en}`)
}

const sayVerdict = ({ outcome, sentence, code, proven, warnings, notProven }: Verdict) => {
  say(`${sentence.zh} ${sentence.en} [${code ?? outcome}]`)
  sayAll({ zh: '已证明', en: 'Proven' }, proven)
  sayAll({ zh: '请注意', en: 'Please note' }, warnings)
  sayAll({ zh: '未证明', en: 'Not proven' }, notProven)
}

interface GetOptions {
  readonly notary: string
  readonly out?: string
  readonly json?: boolean
}

const codeOf = (text: string): string => /"code":"([a-z-]+)"/.exec(text)?.[1] ?? 'notary-error'

const fetchReceipt = async (id: string, { notary, out, json }: GetOptions): Promise<void> => {
  const url = `${notary.replace(/\/$/, '')}/receipts/${encodeURIComponent(id)}`
  const response = await fetch(url).catch(() => undefined)
  if (!response) return fail(exit.tryLater, 'unreachable', `无人应答 nobody answers: ${url}`, json)
  const text = await response.text()
  if (response.status === 404) return fail(exit.notFound, codeOf(text), `${id}`, json)
  if (!response.ok) return fail(exit.tryLater, codeOf(text), `${response.status}`, json)
  if (out) await writeFile(out, text)
  else say(text.trimEnd())
}

const get = () =>
  command('get', {
    zh: '向公证节点取一份声明的回执',
    en: 'fetch the receipt of a statement from a notary',
    examples: ['huren receipt get STATEMENT --notary https://supervisor.example --out report.receipt'],
  })
    .argument('<id>', '声明标识 statement id')
    .requiredOption('--notary <url>', '公证节点网址 URL of a notary')
    .option('--out <file>', '写入文件 write to a file')
    .option('--json', '以 JSON 输出 print JSON')
    .action(fetchReceipt)

const verify = (verifyReceipt: VerifyReceipt) =>
  command('verify', {
    zh: '离线验证回执，无需网络',
    en: 'verify a receipt offline, with nothing but a trust file',
    examples: ['huren receipt verify report.receipt --trust trust.json'],
  })
    .argument('<file>', '回执文件 receipt')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .option('--json', '以 JSON 输出 print JSON')
    .action(async (file: string, { trust, json }: { trust: string; json?: boolean }) => {
      const texts = await reading(json, () =>
        Promise.all([file, trust].map((path) => readFile(path, 'utf8'))),
      )
      if (!texts) return
      const verdict = verifyReceipt(texts[0] ?? '', texts[1] ?? '')
      if (json) say(JSON.stringify(verdict))
      else sayVerdict(verdict)
      if (verdict.outcome !== 'valid') process.exitCode = exit.refused
    })

/** `huren receipt get` and `huren receipt verify`. @param verifyReceipt of \@huren/verify */
export const receiptCommand = (verifyReceipt: VerifyReceipt): Command =>
  command('receipt', {
    zh: '存证回执：任何人都能离线验证的证明',
    en: 'receipts: proof that anybody can verify offline',
    examples: ['huren receipt verify report.receipt --trust trust.json'],
  })
    .addCommand(get())
    .addCommand(verify(verifyReceipt))
