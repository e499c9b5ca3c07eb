import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'

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

const say = (line: string) => process.stdout.write(`${line}\n`)
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

const get = () =>
  new Command('get')
    .description('向公证节点取一份声明的回执\nfetch the receipt of a statement from a notary')
    .argument('<id>', '声明标识 statement id')
    .requiredOption('--notary <url>', '公证节点网址 URL of a notary')
    .option('--out <file>', '写入文件 write to a file')
    .action(async (id: string, { notary, out }: { notary: string; out?: string }) => {
      const response = await fetch(`${notary.replace(/\/$/, '')}/receipts/${encodeURIComponent(id)}`)
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status}: ${text}`)
      if (out) await writeFile(out, text)
      else say(text.trimEnd())
    })

const verify = (verifyReceipt: VerifyReceipt) =>
  new Command('verify')
    .description('离线验证回执，无需网络\nverify a receipt offline, with nothing but a trust file')
    .argument('<file>', '回执文件 receipt')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .option('--json', '以 JSON 输出 print JSON')
    .action(async (file: string, { trust, json }: { trust: string; json?: boolean }) => {
      const [receipt, trusted] = await Promise.all([file, trust].map((path) => readFile(path, 'utf8')))
      const verdict = verifyReceipt(receipt ?? '', trusted ?? '')
      if (json) say(JSON.stringify(verdict))
      else sayVerdict(verdict)
      if (verdict.outcome !== 'valid') process.exitCode = 1
    })

/** `huren receipt get` and `huren receipt verify`. @param verifyReceipt of \@huren/verify */
export const receiptCommand = (verifyReceipt: VerifyReceipt): Command =>
  new Command('receipt')
    .description('存证回执\nreceipts: proof that anybody can verify offline')
    .summary('存证回执 · receipts')
    .helpCommand(false)
    .addCommand(get())
    .addCommand(verify(verifyReceipt))
