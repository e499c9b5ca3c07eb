import { readFileSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { readOrderer } from '../description/file.ts'
import { openNetwork } from '../open.ts'
import { prepareOrderer } from '../orderer/prepare.ts'
import { replacement } from '../orderer/replace.ts'
import { adoptProposal } from '../proposal/adopt.ts'
import type { Change } from '../proposal/changes.ts'
import { examineProposal } from '../proposal/examine.ts'
import { readProposal } from '../proposal/file.ts'
import type { Operation } from '../proposal/operation.ts'
import { propose } from '../proposal/propose.ts'
import { collectSignatures, signersOf, signProposal } from '../proposal/signatures.ts'
import { submitProposal } from '../proposal/submit.ts'
import { organisationNamed } from '../run/local.ts'
import { print, say } from './shared.ts'

type Make = (folder: () => string) => Command

const organisation = ['--organisation <name>', '以哪个机构的管理员身份 / as whose administrator'] as const
const out = ['--out <file>', '写到哪里 / where to write'] as const
const read = (file: string) => readFileSync(file, 'utf8')
const number = (text: string) => Number(text)

const words = { added: '+', changed: '~', removed: '-' } as const
const show = (changes: readonly Change[]) => {
  for (const { how, what } of changes) print(`  ${words[how]} ${what}`)
}

const write = async (folder: string, operation: Operation, file: string) => {
  await propose(await openNetwork(folder), operation, file)
  say(
    `提案已写入 ${file}：各机构 show、sign 后，由其中之一 submit，其余 adopt`,
    `proposal written to ${file}: each organisation shows and signs it, one submits it, the others adopt it`,
  )
}

const proposeCity: Make = (folder) =>
  new Command('propose-city')
    .description('核验地市申请，写出提案 / check an application, write the proposal that admits the city')
    .requiredOption('--application <file>', '地市的申请 / the application')
    .requiredOption(...out)
    .action(({ application, out }) =>
      write(folder(), { kind: 'admit-city', application: read(application) }, out),
    )

const removeCity: Make = (folder) =>
  new Command('remove-city')
    .description("写出让地市退出的提案 / write the proposal that ends a city's membership")
    .argument('<city>', '地市名 / its name')
    .requiredOption(...out)
    .action((name, { out }) => write(folder(), { kind: 'remove-city', name }, out))

const prepare: Make = (folder) =>
  new Command('prepare-orderer')
    .description(
      "在所有者本机准备新共识节点：密钥、启动、追赶，写出申请 / on its owner's machine: a new orderer's keys, started, caught up, its application",
    )
    .argument('<orderer>', '新节点描述（YAML） / the new orderer, YAML')
    .requiredOption(...organisation)
    .requiredOption(...out)
    .action(async (orderer, { organisation, out }) => {
      const network = await openNetwork(folder(), { say })
      writeFileSync(out, await prepareOrderer(network, organisation, readOrderer(orderer)))
      say(`申请已写入 ${out}`, `application written to ${out}`)
    })

const proposeOrderers: Make = (folder) =>
  new Command('propose-orderers')
    .description('写出共识节点加入或退出的提案 / write the proposal by which orderers join or leave')
    .option('--add <files...>', '新节点的申请 / applications of new ones', [])
    .option('--remove <nodes...>', '退出者全名 / full names of those that leave', [])
    .option('--in-transition', '允许过渡期间失去一个中心即停 / allow a set that the loss of a centre stops')
    .requiredOption(...out)
    .action(({ add, remove, inTransition = false, out }) =>
      write(folder(), { kind: 'orderers', add: add.map(read), remove, inTransition }, out),
    )

const replace: Make = (folder) =>
  new Command('replace-orderer')
    .description('写出更换共识节点的提案 / write the proposal by which one orderer replaces another')
    .argument('<old>', '旧节点全名 / full name of the old one')
    .requiredOption('--with <file>', '新节点的申请 / application of the new one')
    .requiredOption(...out)
    .action(async (old, { with: by, out }) =>
      write(folder(), replacement(await openNetwork(folder()), old, read(by)), out),
    )

const settings: Make = (folder) =>
  new Command('propose-settings')
    .description('写出变更策略或出块参数的提案 / write the proposal that changes policies or block limits')
    .option('--administration <n>', '通道管理需几方 / who must agree on administration', number)
    .option('--lifecycle <n>', '合约需几方 / on contracts', number)
    .option('--endorsement <n>', '交易背书需几方 / on each transaction', number)
    .option('--block-messages <n>', '每块交易数 / transactions a block', number)
    .option('--block-timeout <ms>', '出块间隔 / milliseconds to a block', number)
    .requiredOption(...out)
    .action(({ out, blockMessages: messages, blockTimeout: timeout, ...policies }) => {
      const block = { ...(messages && { messages }), ...(timeout && { timeout }) }
      return write(folder(), { kind: 'settings', policies, block }, out)
    })

const showProposal: Make = (folder) =>
  new Command('show')
    .description('在本机推算并显示提案的变更 / work out here what a proposal changes, and show it')
    .argument('<proposal>')
    .action(async (file) => {
      const proposal = readProposal(file)
      const { changes } = await examineProposal(await openNetwork(folder()), proposal)
      say(`${proposal.operation.kind}；已签名：${signersOf(file)}`, `signed by ${signersOf(file)}`)
      show(changes)
    })

const sign: Make = (folder) =>
  new Command('sign')
    .description('在本机核验提案并签名 / check a proposal on this machine and sign it')
    .argument('<proposal>')
    .requiredOption(...organisation)
    .requiredOption(...out)
    .action(async (proposal, { organisation, out }) => {
      const network = await openNetwork(folder())
      show(await signProposal(network, organisationNamed(network, organisation), proposal, out))
      say(`已签名：${signersOf(out)}`, `signed by ${signersOf(out)}`)
    })

const submit: Make = (folder) =>
  new Command('submit')
    .description('汇集签名并提交提案 / collect signatures and submit the proposal')
    .argument('<signed...>', '各机构签过名的文件 / the signed copies')
    .requiredOption(...organisation)
    .requiredOption(...out)
    .action(async (signed, { organisation, out }) => {
      const network = await openNetwork(folder())
      collectSignatures(signed, out)
      await submitProposal(network, organisationNamed(network, organisation), out)
      say(`提案已生效，由 ${signersOf(out)} 签名`, `the proposal is in force, signed by ${signersOf(out)}`)
    })

const adopt: Make = (folder) =>
  new Command('adopt')
    .description(
      '把已生效的提案写入本机描述文件 / take a proposal that is in force into the description on this machine',
    )
    .argument('<proposal>')
    .action(async (proposal) => {
      await adoptProposal(await openNetwork(folder()), proposal)
      say('已采纳', 'adopted')
    })

/** Commands by which the organisations decide together: proposals go to and fro, keys stay where they are. */
export const proposalCommands = [
  proposeCity,
  removeCity,
  prepare,
  proposeOrderers,
  replace,
  settings,
  showProposal,
  sign,
  submit,
  adopt,
]
