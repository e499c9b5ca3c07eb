import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { makeFirstBlock } from '../channel/first-block.ts'
import { buildContracts } from '../deploy/bundle.ts'
import { proposeContracts } from '../deploy/proposal.ts'
import { makeOwnPart, trustPart } from '../founding/parts.ts'
import type { Decision } from '../history/decision.ts'
import { historyOf } from '../history/history.ts'
import { openNetwork } from '../open.ts'
import { print, say } from './shared.ts'

type Make = (folder: () => string) => Command

const keys: Make = (folder) =>
  new Command('keys')
    .description(
      "建网前在本机生成本机构密钥，写出公开部分 / before founding: make this organisation's keys here, write what the others need to know",
    )
    .requiredOption('--organisation <name>', '本机构 / this organisation')
    .requiredOption('--out <file>', '写到哪里 / where to write')
    .action(async ({ organisation, out }) => {
      writeFileSync(out, await makeOwnPart(await openNetwork(folder(), { say }), organisation))
      say(`公开部分已写入 ${out}（不含私钥）`, `written to ${out}; no key is in it`)
    })

const trust: Make = (folder) =>
  new Command('trust')
    .description("采用其他机构的公开部分 / take over the other organisations' public parts")
    .argument('<files...>')
    .action(async (files: string[]) => {
      const network = await openNetwork(folder())
      for (const file of files) {
        const { mspId, fingerprint } = await trustPart(network, file)
        say(`${mspId}：请另行核对指纹 ${fingerprint}`, `${mspId}: compare this fingerprint by another way`)
      }
    })

const firstBlock: Make = (folder) =>
  new Command('first-block')
    .description('由一方生成通道首块，交给其余各方 / one founder makes the first block for the others')
    .requiredOption('--out <file>', '写到哪里 / where to write')
    .action(async ({ out }) => {
      const network = await openNetwork(folder())
      await makeFirstBlock(network)
      copyFileSync(network.workspace.firstBlock, out)
      say(`首块已写入 ${out}`, `first block written to ${out}`)
    })

const contracts: Make = (folder) =>
  new Command('propose-contracts')
    .description(
      '写出合约升级提案；各机构以 deploy --proposal 批准 / write the proposal of a contract bundle; each organisation approves with deploy --proposal',
    )
    .option('--bundle <file>', '合约包 / bundle')
    .requiredOption('--out <file>', '写到哪里 / where to write')
    .action(async ({ bundle, out }) => {
      const own = bundle ?? (await buildContracts(join(folder(), 'chaincode', 'contracts.cjs')))
      await proposeContracts(await openNetwork(folder()), own, out)
      say(`提案已写入 ${out}`, `proposal written to ${out}`)
    })

const line = (decision: Decision): string => {
  const { block, time, signedBy } = decision
  const what =
    decision.kind === 'contracts'
      ? `${decision.step} ${decision.version} #${decision.sequence}`
      : decision.changes.map(({ how, what }) => `${how} ${what}`).join(', ')
  return `${block}\t${time}\t${signedBy.join(' ')}\t${what}`
}

const blockNumber = (text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('区块号是非负整数 / a block has a number from 0 on')
}

const history: Make = (folder) =>
  new Command('history')
    .description('谁在何时批准了什么（取自区块） / who approved what and when, from the blocks')
    .option('--from <block>', '从哪一块起 / first block to look at', blockNumber)
    .option('--json', 'JSON')
    .action(async ({ from, json }) => {
      const { since, decisions } = await historyOf(await openNetwork(folder()), from)
      if (!json) say(`自区块 ${since} 起 ${decisions.length} 项`, `${decisions.length} since block ${since}`)
      print(json ? JSON.stringify(decisions, null, 2) : decisions.map(line).join('\n'))
    })

/** Commands by which the founders begin, and look back. */
export const foundingCommands = [keys, trust, firstBlock, contracts, history]
