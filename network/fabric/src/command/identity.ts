import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { revokeCertificate } from '@huren/crypto-config'
import { Command, Option } from 'commander'
import type { AuthorityAddress, Enrolled } from '../authority/client.ts'
import { authorityOf, enrol, reenrol, register, revokeIdentity } from '../authority/identity.ts'
import { authorityNames } from '../authority/settings.ts'
import { openNetwork } from '../open.ts'
import { NetworkProblem } from '../problem.ts'
import { propose } from '../proposal/propose.ts'
import { organisationNamed } from '../run/local.ts'
import { described, print, say } from './shared.ts'

type Make = (folder: () => string) => Command

const organisation = ['--organisation <name>', '机构 / the organisation'] as const
const name = ['--name <name>', '身份名称 / name of the identity'] as const
const home = ['--identity <folder>', '证书与私钥所在目录 / folder of certificate and key'] as const

const attribute = (text: string, before: Record<string, string>): Record<string, string> => {
  const [key, value] = text.split('=')
  if (key && value && /^[\w.-]+$/.test(key) && /^[\w.@-]+$/.test(value)) return { ...before, [key]: value }
  throw new NetworkProblem(
    'description-invalid',
    `属性应写作 名称=值：${text}`,
    `an attribute is name=value: ${text}`,
  )
}

const registerCommand: Make = (folder) =>
  new Command('register')
    .description(
      '在本机构 fabric-ca 登记身份，打印一次性口令 / register an identity with the fabric-ca, print its one-time password',
    )
    .requiredOption(...organisation)
    .requiredOption(...name)
    .addOption(
      new Option('--role <role>', '角色 / role')
        .choices(['client', 'peer', 'orderer', 'admin'])
        .default('client'),
    )
    .option('--attribute <name=value>', '证书属性，可多次 / an attribute in its certificates', attribute, {})
    .action(async ({ organisation, name, role, attribute: attributes }) => {
      const network = described(folder())
      print(await register(network, organisationNamed(network, organisation), { name, role, attributes }))
    })

const addressOptions = (command: Command) =>
  command
    .requiredOption('--authority <host:port>', '城市 fabric-ca 地址 / address of the fabric-ca')
    .requiredOption('--tls-certificate <file>', 'fabric-ca 的 TLS 根证书 / its TLS root certificate')

const addressIn = ({
  authority,
  tlsCertificate,
}: {
  authority: string
  tlsCertificate: string
}): AuthorityAddress => {
  const { hostname: host, port } = new URL(`https://${authority}`)
  return { host, port: Number(port || 7054), tlsCertificate, name: authorityNames.identities }
}

const files = (folder: string) => ({ certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') })

const keep = (folder: string, { certificate, privateKey }: Enrolled) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(files(folder).key, privateKey, { mode: 0o600 })
  chmodSync(files(folder).key, 0o600)
  writeFileSync(files(folder).certificate, certificate)
}

const enrolCommand: Make = () =>
  addressOptions(
    new Command('enrol').description(
      "在持有人本机生成密钥并取得证书 / on the holder's own machine: make a key and have it certified",
    ),
  )
    .requiredOption(...name)
    .requiredOption('--password-file <file>', '一次性口令文件 / file with the one-time password')
    .requiredOption(...home)
    .action(async ({ name, passwordFile, identity, ...where }) => {
      const secret = readFileSync(passwordFile, 'utf8').trim()
      keep(identity, await enrol(addressIn(where), { name, secret }))
      say(`证书与私钥在 ${identity}`, `certificate and key are in ${identity}`)
    })

const renewCommand: Make = () =>
  addressOptions(
    new Command('renew').description(
      '到期前换发证书与新密钥 / before it expires: a new certificate with a new key',
    ),
  )
    .requiredOption(...home)
    .action(async ({ identity, ...where }) => {
      const { certificate, key } = files(identity)
      const current = {
        certificate: readFileSync(certificate, 'utf8'),
        privateKey: readFileSync(key, 'utf8'),
      }
      keep(identity, await reenrol(addressIn(where), current))
      say(`已换发：${identity}`, `renewed: ${identity}`)
    })

const revokeCommand: Make = (folder) =>
  new Command('revoke')
    .description(
      '吊销身份并写出提案，由本机构自己签署提交 / revoke an identity and write the proposal, which its organisation submits itself',
    )
    .requiredOption(...organisation)
    .option(...name)
    .option('--certificate <file>', '内置签发的证书 / a certificate of the embedded issuer')
    .requiredOption('--out <file>', '写到哪里 / where to write')
    .action(async ({ organisation, name, certificate, out }) => {
      const network = await openNetwork(folder(), { say })
      const owner = organisationNamed(network, organisation)
      const list = certificate
        ? await revokeCertificate(
            join(network.workspace.material, owner.domain),
            readFileSync(certificate, 'utf8'),
          )
        : await revokeIdentity(network, { ...owner, authority: authorityOf(owner) }, name)
      await propose(network, { kind: 'revoke', mspId: owner.mspId, list }, out)
      say(
        `提案已写入 ${out}：submit 后各节点拒绝该身份`,
        `proposal written to ${out}: once submitted, every node refuses the identity`,
      )
    })

const identity: Make = (folder) => {
  const command = new Command('identity').description(
    '机构的身份：登记、签发、换发、吊销 / identities of an organisation: register, enrol, renew, revoke',
  )
  for (const make of [registerCommand, enrolCommand, renewCommand, revokeCommand])
    command.addCommand(make(folder).exitOverride())
  return command
}

/** Commands about who is who. */
export const identityCommands = [identity]
