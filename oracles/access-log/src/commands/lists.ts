import { writeFile } from 'node:fs/promises'
import { loadKey } from '@huren/crypto-config'
import type { Instant, InstitutionId } from '@huren/records'
import type { Command } from 'commander'
import { AccessLogError } from '../error.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { CommandError, command, exit, readJson, readText, running, say } from './command.ts'
import { ask, type ServiceOptions, serviceCommand } from './service.ts'

interface ListOptions extends ServiceOptions {
  readonly patientFile?: string
  readonly institution?: string
  readonly after?: string
  readonly out?: string
}

/** A person's identifier comes from a file: a command line is seen by everybody on the machine. */
const nameOf = async ({ patientFile, institution }: ListOptions) => {
  if (patientFile !== undefined && institution === undefined)
    return { kind: 'patient', name: (await readText(patientFile)).trim() }
  if (institution !== undefined && patientFile === undefined)
    return { kind: 'institution', name: institution }
  throw new CommandError(exit.usage, 'name-missing', '--patient-file 或 --institution one of the two')
}

const list = async (options: ListOptions): Promise<void> => {
  const after = options.after === undefined ? {} : { after: Number(options.after) }
  const text = await ask(options, 'v1/lists', { ...(await nameOf(options)), ...after })
  if (options.out) await writeFile(options.out, `${text}\n`)
  else say(text)
}

interface ReconcileOptions {
  readonly institution: string
  readonly hospital: string
  readonly cloud: string
  readonly trust: string
  readonly issuer: string
  readonly key: string
  readonly passphraseFile: string
  readonly settle: string
  readonly from?: string
  readonly out: string
}

/** Compares two lists on this machine: a regulator needs neither side's service for it. */
const compare = async (options: ReconcileOptions): Promise<void> => {
  const passphrase = (await readText(options.passphraseFile)).trim()
  const parts = {
    institution: options.institution as InstitutionId,
    issuer: options.issuer as InstitutionId,
    hospital: await readJson(options.hospital),
    cloud: await readJson(options.cloud),
    trust: await readText(options.trust),
    settle: Number(options.settle),
    ...(options.from && { from: options.from as Instant }),
    key: await loadKey(options.key, passphrase),
  }
  const file = await compared(() => reconcile(parts))
  await writeFile(options.out, `${JSON.stringify(file)}\n`)
  say(`不符 ${file.findings.length} 处 ${file.findings.length} findings → ${options.out}`)
}

const compared = async <T>(compare: () => T): Promise<T> => {
  try {
    return compare()
  } catch (error) {
    if (!(error instanceof AccessLogError)) throw error
    throw new CommandError(exit.refused, error.code, error.message)
  }
}

const reports = async (id: string | undefined, options: ServiceOptions): Promise<void> => {
  say(await ask(options, id ? `v1/reconciliations/${encodeURIComponent(id)}` : 'v1/reconciliations'))
}

/** `huren access list`, `huren access reconcile` and `huren access reports`. */
export const listCommands = (): Command[] => [
  serviceCommand('list', {
    zh: '取一个人（或一家机构）的全部调阅，附完整性证明',
    en: "fetch all accesses to a person's images (or from an institution), with the proof that they are all",
    examples: ['huren access list --patient-file me.txt --out mine.list'],
  })
    .option('--patient-file <file>', '内有患者标识的文件 file with the person’s identifier')
    .option('--institution <id>', '机构编号 institution')
    .option('--after <n>', '已知的前 n 条不再取 leave out the first n, which are known')
    .option('--out <file>', '写入文件 write to a file')
    .action(running(list)),
  command('reconcile', {
    zh: '核对医院与影像云双方的调阅日志，签出报告',
    en: "compare a hospital's access log with an imaging cloud's, and sign the report",
    examples: [
      'huren access reconcile --institution GD-4403-00007 --hospital own.list --cloud cloud.list --trust trust.json --issuer GD-0000-00003 --key admin.key --passphrase-file pass --out report.json',
    ],
  })
    .requiredOption('--institution <id>', '被核对的医院 the hospital')
    .requiredOption('--hospital <file>', '医院日志的机构清单 its list, from its own log')
    .requiredOption('--cloud <file>', '影像云日志的机构清单 its list, from the imaging cloud')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .requiredOption('--issuer <id>', '核对机构 who compares')
    .requiredOption('--key <file>', '核对机构的签名密钥 its key')
    .requiredOption('--passphrase-file <file>', '密钥口令文件 file with its passphrase')
    .option('--settle <seconds>', '最近多少秒不作判断 seconds that are left open', '600')
    .option('--from <instant>', '只核对此时起的调阅 only accesses from then on')
    .requiredOption('--out <file>', '写入文件 write to a file')
    .action(running(compare)),
  serviceCommand('reports', {
    zh: '列出核对报告，或取其中一份',
    en: 'list the reports of reconciliations, or fetch one',
    examples: ['huren access reports', 'huren access reports ID'],
  })
    .argument('[id]', '报告标识 report')
    .action(running(reports)),
]
