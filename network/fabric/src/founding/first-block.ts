import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { configOfBlock, inFolder, writeUpdate } from '../channel/config.ts'
import { derivedConfig } from '../channel/derived.ts'
import { makeFirstBlock } from '../channel/first-block.ts'
import { NetworkProblem } from '../problem.ts'
import { isElsewhere } from '../run/local.ts'
import type { Network } from '../run/network.ts'

const differs = (why: { zh: string; en: string }) =>
  new NetworkProblem('first-block-differs', `首块${why.zh}`, `the first block ${why.en}`)

const configIn = async (network: Network, file: string) => {
  try {
    return await configOfBlock(network, file)
  } catch (cause) {
    throw new NetworkProblem('first-block-differs', `${file} 不是首块`, `${file} is no first block`, {
      cause,
    })
  }
}

/**
 * Takes the channel's first block, which one of the founders made, into this workspace: only if it is what follows from the
 * description and the certificates that this machine knows.
 * @throws NetworkProblem `first-block-differs`
 */
export const takeFirstBlock = async (network: Network, file: string): Promise<void> => {
  const { consortium, workspace } = network
  const own = await derivedConfig(network, { consortium, certificates: {} })
  const given = await configIn(network, file)
  const different = await inFolder((folder) => writeUpdate(network, given, own, join(folder, 'update.pb')))
  if (different || given.sequence !== own.sequence)
    throw differs({
      zh: '与本机描述文件和证书推导的不同：不要加入',
      en: 'is not what follows from the description and certificates on this machine: do not join',
    })
  mkdirSync(workspace.channel, { recursive: true })
  copyFileSync(file, workspace.firstBlock)
}

/**
 * Makes the first block, unless it is there. When the founders are on machines of their own, one of them makes it and hands
 * it to the others, since it carries a time and would not be the same twice.
 * @throws NetworkProblem `first-block-missing`
 */
export const ensureFirstBlock = async (network: Network): Promise<void> => {
  const alone = network.consortium.organisations.every((one) => !isElsewhere(network, one))
  if (alone) return makeFirstBlock(network)
  if (existsSync(network.workspace.firstBlock)) return
  throw new NetworkProblem(
    'first-block-missing',
    '其他机构在别的机器上：由一方 huren network first-block 生成首块，其余用 up --first-block 核验并采用',
    'other organisations are on other machines: one makes the first block (huren network first-block), the others check and take it (up --first-block)',
  )
}
