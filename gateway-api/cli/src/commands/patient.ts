import { signStatement, verifySignature } from '@huren/crypto-config'
import {
  bindingOf,
  type Card,
  type Content,
  cardOf,
  checkContent,
  deliver,
  takeOffer,
  writeLetter,
} from '@huren/letters'
import { type Commitment, type InstitutionId, isKeyId, type PatientKey } from '@huren/records'
import { Option } from 'commander'
import { command, group } from '../command.ts'
import { type ConnectionOptions, connect, withGateway } from '../connection.ts'
import { RefusedError, UsageError } from '../exit.ts'
import { readJson } from '../input.ts'
import { requireKeys } from '../keys.ts'
import { type OutputOptions, print, say, sayFields } from '../output.ts'

interface Options extends ConnectionOptions, OutputOptions {
  readonly issuer: string
  readonly days: string
}
interface BindOptions extends Options {
  readonly subject: string
  readonly assurance: PatientKey['assurance']
  readonly replaces?: string
  readonly letter?: string
}
interface WriteOptions extends Options {
  readonly explorer: string
}

const daysOf = (days: string): number => {
  if (/^[1-9]\d{0,3}$/.test(days)) return Number(days)
  throw new UsageError('number-malformed', `--days takes a whole number, not ${days}`)
}

const keyIdOf = (text: string) => {
  if (isKeyId(text)) return text
  throw new UsageError('key-id-malformed', `not a key id: ${text}`)
}

const contentIn = async (file: string): Promise<Content> => checkContent(await readJson(file))

const send = async (content: Content, card: Card, explorer: string, { issuer, ...options }: Options) => {
  const [key] = await requireKeys(options)
  const days = daysOf(options.days)
  await deliver(explorer, await writeLetter(content, card, key!, { issuer: issuer as InstitutionId, days }))
}

/** The counter has seen the person: takes the card on the patient's screen, signs the binding, sends the first letter. */
const bind = async (offer: string, options: BindOptions) => {
  const content = options.letter === undefined ? undefined : await contentIn(options.letter)
  const [key] = await requireKeys(options)
  const days = daysOf(options.days)
  const replaces = options.replaces === undefined ? undefined : keyIdOf(options.replaces)
  const { explorer, card } = await takeOffer(offer, verifySignature)
  const binding = bindingOf(card, {
    issuer: options.issuer as InstitutionId,
    subject: options.subject as Commitment,
    assurance: options.assurance,
    days,
    ...(replaces && { replaces }),
  })
  const gateway = await connect(options)
  const [result] = await gateway.submit([signStatement('patient-key', binding, [key!])], { wait: 60 })
  if (result?.stage !== 'committed')
    throw new RefusedError(result?.code ?? 'not-committed', result?.detail ?? '未上链 not on the ledger')
  if (content) await send(content, card, explorer, options)
  print({ key: card.key, statement: result.id, explorer }, options, () => {
    say('已绑定 bound')
    sayFields([
      ['密钥 key', card.key],
      ['声明 statement', result.id],
      ['替换 replaces', replaces],
    ])
  })
}

const write = async (reader: string, file: string, options: WriteOptions) => {
  const content = await contentIn(file)
  const explorer = options.explorer.replace(/\/$/, '')
  await send(content, await cardOf(explorer, keyIdOf(reader), verifySignature), explorer, options)
  print({ to: reader, kind: content.kind }, options, () => say('已封好并送达信箱 sealed and delivered'))
}

const withIssuer = (each: ReturnType<typeof command>) =>
  withGateway(each).requiredOption('--issuer <id>', '本机构 this institution')

const bindCommand = withIssuer(
  command('bind', {
    zh: '在窗口核验本人后，绑定患者屏幕上的密钥',
    en: 'at the counter, after seeing the person: bind the key on the patient’s screen',
    examples: [
      'huren patient bind "https://explorer.example/patient#/bind/…" --issuer GD-4401-00012 --subject COMMITMENT --key administration.key',
      'huren patient bind OFFER --issuer GD-4401-00012 --subject COMMITMENT --replaces LOST_KEY --letter openings.json --key administration.key',
    ],
  }).argument('<offer>', '二维码的内容 text of the QR code'),
)
  .requiredOption('--subject <commitment>', '患者承诺值，见 huren commit the person, committed')
  .addOption(
    new Option('--assurance <how>', '如何核验 how the person was identified')
      .choices(['in-person', 'online'])
      .default('in-person'),
  )
  .option('--replaces <key>', '丢失的密钥，随即停用 key of the lost phone; it ends with this')
  .option('--letter <file>', '绑定后寄出的信，JSON a letter to send with it (see patient write)')
  .option('--days <n>', '有效天数 days for which it holds', '365')
  .action(bind)

const writeCommand = withIssuer(
  command('write', {
    zh: '给患者写封口信：报告凭据（openings）或授权请求（request）',
    en: 'write a sealed letter to a patient: openings of reports, or a request for consent',
    examples: [
      'huren patient write KEY request.json --explorer https://explorer.example --issuer GD-4403-00007 --key system.key',
    ],
  })
    .argument('<reader>', '患者密钥标识 id of the patient’s key')
    .argument('<content>', '信的内容，JSON，- 为标准输入 what it says, - for standard input'),
)
  .requiredOption('--explorer <url>', '患者端地址 where the patient’s door is')
  .option('--days <n>', '保留天数 days for which it is kept', '30')
  .action(write)

export const patient = group('patient', {
  zh: '患者：绑定密钥，寄送封口信',
  en: 'patients: bind a key, send sealed letters',
  examples: ['huren patient bind OFFER --issuer GD-4401-00012 --subject COMMITMENT --key administration.key'],
})
for (const each of [bindCommand, writeCommand]) patient.addCommand(each)
