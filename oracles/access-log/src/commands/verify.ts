import { type Sentence, verifyAccessList, verifyAccessReceipt, verifyReconciliation } from '@huren/verify'
import type { Command } from 'commander'
import { CommandError, command, exit, readText, running, say } from './command.ts'

interface Options {
  readonly trust: string
  readonly patientFile?: string
  readonly institution?: string
  readonly notBefore?: string
  readonly event?: string
  readonly json?: boolean
}
type Verdict =
  | ReturnType<typeof verifyAccessReceipt>
  | ReturnType<typeof verifyAccessList>
  | ReturnType<typeof verifyReconciliation>

const sayAll = (title: string, sentences: readonly Sentence[] = []) => {
  if (sentences.length === 0) return
  say(title)
  for (const { zh, en } of sentences) say(`  · ${zh}\n    ${en}`)
}

const sayVerdict = (verdict: Verdict) => {
  const { sentence } = verdict
  say(`${sentence.zh} ${sentence.en} [${verdict.outcome === 'rejected' ? verdict.code : verdict.outcome}]`)
  if (verdict.outcome === 'rejected') return
  sayAll('已证明 Proven', verdict.proven)
  sayAll('请注意 Please note', 'warnings' in verdict ? verdict.warnings : [])
  sayAll('未证明 Not proven', verdict.notProven)
}

const listName = async ({ patientFile, institution }: Options): Promise<string> => {
  const name = patientFile === undefined ? institution : (await readText(patientFile)).trim()
  if (name !== undefined) return name
  throw new CommandError(
    exit.usage,
    'name-missing',
    '清单须注明是谁的：--patient-file 或 --institution say whose list it has to be',
  )
}

const momentOf = (text: string): number => {
  const moment = Date.parse(text)
  if (!Number.isNaN(moment)) return moment
  throw new CommandError(exit.usage, 'input', `--not-before: 不是时刻 not an instant: ${text}`)
}

const verdictOf = async (text: string, trust: string, options: Options): Promise<Verdict> => {
  const format = /"format"\s*:\s*"([^"]*)"/.exec(text)?.[1]
  if (format === 'huren-reconciliation/v1') return verifyReconciliation(text, trust)
  if (format !== 'huren-access-list/v1') return verifyAccessReceipt(text, trust)
  const notBefore = options.notBefore === undefined ? {} : { notBefore: momentOf(options.notBefore) }
  return verifyAccessList(text, trust, { name: await listName(options), ...notBefore })
}

/** Whoever knows of an access asks whether a complete list has it; of an erased one the erasure names it. */
const lacks = (verdict: Verdict, id: string | undefined): boolean =>
  id !== undefined &&
  verdict.outcome === 'valid' &&
  'entries' in verdict &&
  !verdict.entries.some(({ event, erasure }) => event?.event === id || erasure?.event === id)

const sayLacking = (id: string | undefined) =>
  say(
    `清单中没有调阅 ${id}：日志没有记下它，或记在他人名下。\nThe list has no access ${id}: the log does not have it, or has it under another name. [access-missing]`,
  )

const verify = async (file: string, options: Options): Promise<void> => {
  const verdict = await verdictOf(await readText(file), await readText(options.trust), options)
  const missing = lacks(verdict, options.event)
  if (options.json) say(JSON.stringify({ ...verdict, ...(missing && { missing: options.event }) }))
  else sayVerdict(verdict)
  if (missing && !options.json) sayLacking(options.event)
  if (missing || verdict.outcome === 'rejected') process.exitCode = exit.refused
}

/** `huren access verify`: a receipt, a list or a report, offline. */
export const verifyCommand = (): Command =>
  command('verify', {
    zh: '离线验证调阅回执、清单或核对报告',
    en: 'verify a receipt, a list or a reconciliation offline',
    examples: [
      'huren access verify look.receipt --trust trust.json',
      'huren access verify mine.list --patient-file me.txt --trust trust.json',
    ],
  })
    .argument('<file>', '文件 file')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .option('--patient-file <file>', '清单应属于此人 the list has to be that of this person')
    .option('--institution <id>', '清单应属于此机构 the list has to be that of this institution')
    .option('--not-before <instant>', '检查点不得早于此时 the checkpoint must not be older')
    .option('--event <id>', '清单中须有此次调阅 the list has to have this access')
    .option('--json', '以 JSON 输出 print JSON')
    .action(running(verify))
