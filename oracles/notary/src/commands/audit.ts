import { join } from 'node:path'
import type { Command } from 'commander'
import type { AuditResult } from '../audit/audit.ts'
import type { Deviation } from '../audit/deviation.ts'
import { command, exit, fail, reading, say } from './command.ts'
import { progressBar } from './progress.ts'

interface Options {
  readonly trust: string
  readonly log: string[]
  readonly chaincode: string
  readonly channel: string
  readonly central: string
  readonly signatures: string
  readonly threads: string
  readonly state?: string
  readonly ledger?: string
  readonly tlsCert?: string
  readonly tlsName?: string
  readonly msp?: string
  readonly cert?: string
  readonly key?: string
  readonly json?: boolean
}

const several = (value: string, previous: string[]): string[] => [...previous, value]

const lineOf = ({ code, block, index, detail }: Deviation) =>
  `  ${code}${block === undefined ? '' : ` 区块 block ${block}`}${index === undefined ? '' : ` 条目 entry ${index}`}: ${detail}`

const sayResult = ({ blocks, size, root, compared, deviations, moreDeviations }: AuditResult) => {
  say(`区块 ${blocks} 个，声明 ${size} 条，根哈希 ${root}`)
  say(`${blocks} blocks, ${size} statements, root ${root}`)
  for (const place of compared) say(`  已比对 compared: ${place}`)
  say(
    deviations.length === 0
      ? '未发现偏差。No deviation was found.'
      : `偏差 ${deviations.length + moreDeviations} 处 deviations:`,
  )
  for (const deviation of deviations) say(lineOf(deviation))
  if (moreDeviations > 0) say(`  另有 ${moreDeviations} 处 and ${moreDeviations} more`)
}

/** A peer's blocks are copied first: what is audited must still be there when somebody asks. */
const fromPeer = async (
  { ledger, tlsCert, tlsName, msp, cert, key, channel, chaincode, state }: Options,
  json: boolean | undefined,
): Promise<string | undefined> => {
  if (!ledger || !tlsCert || !msp || !cert || !key || !state) {
    fail(exit.usage, 'ledger-options', '--ledger --tls-cert --msp --cert --key --state', json)
    return undefined
  }
  const folder = join(state, 'blocks')
  const { copyBlocks } = await import('../audit/from-peer.ts')
  const identity = { mspId: msp, identityCertificate: cert, identityKey: key }
  const peer = { address: ledger, tlsCertificate: tlsCert, ...identity, channel, chaincode }
  const copied = await reading(json, async () => {
    await copyBlocks({ ...peer, ...(tlsName && { tlsServerName: tlsName }) }, folder)
    return folder
  })
  return copied
}

const run = async (blocks: string[], options: Options) => {
  const { trust, chaincode, central, signatures, threads, state, json } = options
  const peer = blocks.length === 0 ? await fromPeer(options, json) : undefined
  if (blocks.length === 0 && peer === undefined) return
  const settings = {
    trust,
    chaincode,
    blocks: peer === undefined ? blocks : [peer],
    logs: options.log,
    central: central.split(','),
    signatures: Number(signatures),
    threads: Number(threads),
    state: state === undefined ? undefined : join(state, 'summaries'),
  }
  // A command line is started often: what reads Fabric's blocks is loaded only to read them.
  const { audit } = await import('../audit/audit.ts')
  const result = await reading(json, () => audit(settings, progressBar()))
  if (!result) return
  if (json) say(JSON.stringify(result))
  else sayResult(result)
  if (result.deviations.length > 0) process.exitCode = exit.refused
}

/** `huren audit [BLOCKS…] --trust FILE [--log PLACE]…`; exit code 1 when anything deviates. */
export const auditCommand = (): Command =>
  command('audit', {
    zh: '从导出的区块（或对等节点）重新推导日志并逐项核对',
    en: 'derive the log from exported blocks, or a peer, anew, and report every deviation',
    examples: [
      'huren audit blocks/ --trust trust.json --log https://supervisor.example --state audit/',
      'huren audit --ledger peer0.example:7051 --tls-cert tls.pem --msp SupervisorMSP --cert cert.pem --key key.pem --state audit/ --trust trust.json',
    ],
  })
    .argument('[blocks...]', '区块文件或目录 block files, or folders of them')
    .requiredOption('--trust <file>', '信任文件 trust file')
    .option('--log <place>', '公开日志的目录或网址，可多次给出 folder or URL of a published log', several, [])
    .option('--state <dir>', '进度目录：中断后再次运行即可继续 keeps what is done, to be resumed')
    .option('--threads <n>', '线程数，0 为全部处理器 threads, 0 for one a processor', '0')
    .option('--signatures <n>', '每隔 n 条核验声明签名，0 为不核验 verify every n-th statement', '1')
    .option('--chaincode <name>', '链码名称 chaincode', 'huren')
    .option('--channel <name>', '通道名称 channel', 'huren')
    .option(
      '--central <mspids>',
      '中心机构 MSP central organisations',
      'ConsensusOneMSP,ConsensusTwoMSP,SupervisorMSP',
    )
    .option('--ledger <host:port>', '不用导出文件，直接从对等节点读取 read the blocks from this peer')
    .option('--tls-cert <file>', '对等节点的 TLS 根证书 TLS root certificate of the peer')
    .option('--tls-name <name>', '证书中的主机名 host name in its certificate, if another')
    .option('--msp <id>', '读取所用身份的 MSP MSP of the reading identity')
    .option('--cert <file>', '读取所用身份的证书 its certificate')
    .option('--key <file>', '读取所用身份的私钥 its private key')
    .option('--json', '以 JSON 输出 print JSON')
    .action(run)
