import { createHash } from 'node:crypto'
import { addSignature } from '@huren/crypto-config'
import { declineReasons } from '@huren/gateway-api/decline-reasons'
import { type Envelope, keyUses } from '@huren/records'
import { Option } from 'commander'
import { command, group, several } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { RefusedError, UsageError } from '../exit.ts'
import { readBytes } from '../input.ts'
import { requireKeys } from '../keys.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'

type Options = ConnectionOptions & OutputOptions

interface Application {
  readonly id: string
  /** The institution's id, by which the platforms know it (接入授权码, EXCH-14). */
  readonly accessKey: string
  readonly stage: string
  readonly appliedAt: string
  readonly approvals: readonly { readonly institution: string }[]
  readonly declines: readonly { readonly institution: string; readonly reason: string }[]
  readonly refusal?: { readonly code: string; readonly detail: string }
  readonly toSign?: { readonly institution: Envelope; readonly key: Envelope }
}

const stages: Record<string, string> = {
  pending: '等待中心机构签名 waiting for the central organisations',
  approved: '已批准，正在上链 approved, on its way to the ledger',
  registered: '已登记 registered',
  declined: '已被中心机构拒绝 declined by the central organisations',
  refused: '被账本拒绝 refused by the ledger',
  lapsed: '已失效 lapsed',
}

const show = (application: Application, options: OutputOptions) =>
  print(application, options, () => {
    say(stages[application.stage] ?? application.stage)
    sayFields([
      ['申请 application', application.id],
      ['接入授权码 access key', application.accessKey],
      ['申请时间 applied at', application.appliedAt],
      ['已签名 approved by', application.approvals.map(({ institution }) => institution).join(', ')],
      [
        '已拒绝 declined by',
        application.declines.map(({ institution, reason }) => `${institution} (${reason})`).join(', '),
      ],
      ['原因 why', application.refusal && `${application.refusal.code}: ${application.refusal.detail}`],
    ])
  })

interface ApplyOptions extends Options {
  readonly kind: string
  readonly city: string
  readonly level?: string
  readonly document?: string
  readonly days: string
  readonly use?: readonly string[]
}

const digestOf = async (file: string) =>
  createHash('sha256')
    .update(await readBytes(file))
    .digest('hex')

const daysLater = (days: string) => {
  if (!/^[1-9]\d{0,3}$/.test(days))
    throw new UsageError('number-malformed', `--days takes a whole number, not ${days}`)
  return new Date(Date.now() + Number(days) * 24 * 3600 * 1000).toISOString()
}

const apply = async ({ kind, city, level, document, days, use = [], ...options }: ApplyOptions) => {
  const [key] = await requireKeys(options)
  const institution = { kind, city, level, document: document && (await digestOf(document)) }
  const { algorithm, publicKey } = key!
  const first = {
    algorithm,
    publicKey,
    uses: [...new Set(['administration', ...use])],
    notAfter: daysLater(days),
  }
  const gateway = await connect(options)
  const application = await gateway.call<Application>({
    method: 'POST',
    path: '/v1/onboarding',
    body: { institution, key: first },
  })
  show(application, options)
}

const approve = async (id: string, options: Options) => {
  const [key] = await requireKeys(options)
  const gateway = await connect(options)
  const { toSign } = await gateway.get<Application>('onboarding', id)
  if (!toSign)
    throw new RefusedError('nothing-to-sign', 'only a central organisation has something to sign here')
  const body = {
    institution: addSignature({ ...toSign.institution, signatures: [] }, key!),
    key: addSignature({ ...toSign.key, signatures: [] }, key!),
  }
  const path = `/v1/onboarding/${encodeURIComponent(id)}/approvals`
  show(await gateway.call<Application>({ method: 'POST', path, body }), options)
}

const decline = async (id: string, { reason, ...options }: Options & { readonly reason: string }) => {
  const gateway = await connect(options)
  const path = `/v1/onboarding/${encodeURIComponent(id)}/declines`
  show(await gateway.call<Application>({ method: 'POST', path, body: { reason } }), options)
}

const status = async (id: string | undefined, options: Options) => {
  const gateway = await connect(options)
  if (id !== undefined) return show(await gateway.get<Application>('onboarding', id), options)
  const { items } = await gateway.page<Application>('onboarding')
  print({ items }, options, () => {
    for (const item of items) say(`${item.id}  ${item.accessKey}  ${stages[item.stage] ?? item.stage}`)
  })
}

const applyCommand = withGateway(
  command('apply', {
    zh: '申请加入，得到接入授权码；用申请机构的首个密钥签名',
    en: 'apply to join and get the access key; signed with the first key of the institution',
    examples: ['huren onboard apply --kind hospital --level tertiary --city 4401 --key administration.key'],
  })
    .addOption(
      new Option('--kind <kind>', '机构类别 kind of institution')
        .choices(['city', 'hospital', 'imaging-cloud', 'quality-centre'])
        .makeOptionMandatory(),
    )
    .requiredOption('--city <code>', '城市代码，四位 city, four digits (GB/T 2260)')
    .addOption(
      new Option('--level <level>', '医院等级 level of a hospital').choices([
        'primary',
        'secondary',
        'tertiary',
      ]),
    )
    .option('--document <file>', '登记文件，只上链摘要 registration document, only its digest is sent')
    .option(
      '--use <use>',
      `除管理外的用途，可多次 uses besides administration, may be repeated: ${keyUses.slice(1).join(', ')}`,
      several,
    )
    .option('--days <n>', '密钥有效天数 days for which the key is valid', '730'),
).action(apply)

const approveCommand = withGateway(
  command('approve', {
    zh: '中心机构签名批准',
    en: 'a central organisation signs its approval',
    examples: ['huren onboard approve UUID --key .huren/organisations/supervisor/administration.key'],
  }).argument('<id>', '申请 application'),
).action(approve)

const declineCommand = withGateway(
  command('decline', {
    zh: '中心机构拒绝，说明理由代码；两家拒绝即结束，机构可重新申请',
    en: 'a central organisation declines, with a coded reason; two end it, and the institution may apply anew',
    examples: [
      'huren onboard decline UUID --reason document-incomplete --key .huren/organisations/supervisor/administration.key',
    ],
  })
    .argument('<id>', '申请 application')
    .addOption(
      new Option('--reason <code>', '理由代码 coded reason')
        .choices([...declineReasons])
        .makeOptionMandatory(),
    ),
).action(decline)

const statusCommand = withGateway(
  command('status', {
    zh: '查看申请',
    en: 'look at applications',
    examples: ['huren onboard status UUID --key administration.key'],
  }).argument('[id]', '申请 application'),
).action(status)

export const onboard = group('onboard', {
  zh: '机构加入：申请、批准、拒绝、查看',
  en: 'an institution joins: apply, approve, decline, look',
  examples: ['huren onboard apply --kind hospital --level tertiary --city 4401 --key administration.key'],
})
for (const each of [applyCommand, approveCommand, declineCommand, statusCommand]) onboard.addCommand(each)
