import { authorityProcess } from '../authority/server.ts'
import { kernelSettings, otherKernelSettings, sysctlFile } from '../derive/kernel.ts'
import type { Consortium } from '../description/consortium.ts'
import { nodesOf, orderersOf } from '../description/nodes.ts'
import { indispensableCentres, quorumOf } from '../description/survival.ts'
import { localOrganisations } from '../run/local.ts'
import type { Network } from '../run/network.ts'
import { isFree, portsOf } from '../run/ports.ts'
import { lastLines, runningPid } from '../run/process.ts'
import { type NetworkStatus, type NodeStatus, statusOf } from './status.ts'

type Watched = Pick<Network, 'consortium' | 'workspace'>

/** Something that is wrong, or soon will be, and what to do about it. */
export interface Finding {
  readonly severity: 'problem' | 'warning'
  readonly where: string
  readonly zh: string
  readonly en: string
}

const finding = (severity: Finding['severity'], where: string, zh: string, en: string): Finding => ({
  severity,
  where,
  zh,
  en,
})

/** Certificates are renewed a month before they expire. */
const renewalDays = 30
const littleDisk = 5 * 1024 ** 3
const muchLag = 20

const certificateFindings = ({ node, certificateDays: days }: NodeStatus): Finding[] => {
  if (days === null)
    return [
      finding(
        'problem',
        node,
        '证书不在本机：运行 huren network up',
        'no certificates here: run huren network up',
      ),
    ]
  if (days < 0)
    return [
      finding(
        'problem',
        node,
        '证书已过期：renew-certificates',
        'its certificate has expired: renew-certificates',
      ),
    ]
  if (days < renewalDays)
    return [
      finding(
        'warning',
        node,
        `证书还有 ${days} 天到期`,
        `its certificate expires in ${days} days: renew-certificates`,
      ),
    ]
  return []
}

const runningFindings = ({ node, health, lag, contracts }: NodeStatus): Finding[] => [
  ...(health !== 'OK'
    ? [
        finding(
          'problem',
          node,
          `不健康：${health}；查看 huren network logs ${node}`,
          `not healthy: ${health}; see huren network logs ${node}`,
        ),
      ]
    : []),
  ...(lag !== null && lag > muchLag
    ? [
        finding(
          'warning',
          node,
          `落后 ${lag} 个区块；若不减少，检查到共识节点的网络`,
          `${lag} blocks behind; if that does not shrink, check the network to the orderers`,
        ),
      ]
    : []),
  ...(contracts === false
    ? [
        finding(
          'problem',
          node,
          '旁边的合约服务未运行：运行 huren network up',
          'the contract service beside it does not run: run huren network up',
        ),
      ]
    : []),
]

const stoppedFindings = async (
  { consortium, workspace }: Watched,
  status: NodeStatus,
): Promise<Finding[]> => {
  const node = nodesOf(consortium).find(({ fullName }) => fullName === status.node)
  if (!node) return []
  const taken = []
  for (const port of portsOf(node)) if (!(await isFree(node.host, port))) taken.push(port)
  if (taken.length > 0)
    return [
      finding(
        'problem',
        status.node,
        `未运行，且端口 ${taken} 被其他程序占用`,
        `not running, and its ports ${taken} are taken by another program`,
      ),
    ]
  const last = lastLines(workspace.node(node).log, 1)
  return [
    finding(
      'problem',
      status.node,
      `未运行：运行 huren network up。日志最后一行：${last}`,
      `not running: run huren network up; the last line of its log is: ${last}`,
    ),
  ]
}

const quorumFindings = (consortium: Consortium, { nodes }: NetworkStatus): Finding[] => {
  const orderers = nodes.filter(({ kind }) => kind === 'orderer')
  const alive = orderers.filter(({ health }) => health === 'OK').length
  const quorum = quorumOf(consortium.ordering, orderers.length)
  if (alive < quorum)
    return [
      finding(
        'problem',
        consortium.channel,
        `共识停止：${alive} 个共识节点存活，需要 ${quorum} 个`,
        `ordering has stopped: ${alive} orderers live, ${quorum} are needed`,
      ),
    ]
  if (alive === quorum && alive < orderers.length)
    return [
      finding(
        'warning',
        consortium.channel,
        '再失去一个共识节点，共识即停止',
        'ordering stops when one more orderer is lost',
      ),
    ]
  if (!orderers.some(({ leader }) => leader))
    return [
      finding(
        'warning',
        consortium.channel,
        '本机没有看到主共识节点',
        'no leading orderer is seen from this machine',
      ),
    ]
  return []
}

const wholeFindings = (consortium: Consortium, status: NetworkStatus): Finding[] => [
  ...quorumFindings(consortium, status),
  ...indispensableCentres(consortium).map((centre) =>
    finding('warning', centre, '失去该数据中心，共识即停止', 'ordering stops when this data centre is lost'),
  ),
  ...(status.contracts === null
    ? [
        finding(
          'warning',
          status.channel,
          '尚未部署合约：huren network deploy',
          'no contracts are deployed: huren network deploy',
        ),
      ]
    : []),
  ...(status.diskFreeBytes < littleDisk
    ? [finding('warning', 'disk', '磁盘剩余不足 5 GiB', 'less than 5 GiB of disk are free')]
    : []),
]

/** Members cannot be certified, renewed or revoked while their authority is away; statements are not concerned. */
const authorityFindings = (network: Watched): Finding[] =>
  localOrganisations(network)
    .filter((one) => one.authority && !runningPid(authorityProcess(network, one).pidFile))
    .map(({ domain }) =>
      finding(
        'warning',
        domain,
        'fabric-ca 未运行：运行 huren network up',
        'its fabric-ca does not run: run huren network up',
      ),
    )

/** On one machine no packet is swallowed between the centres. */
const kernelFindings = async (consortium: Consortium): Promise<Finding[]> => {
  if (new Set(orderersOf(consortium).map(({ host }) => host)).size < 2) return []
  return (await otherKernelSettings()).map(({ name, value }) =>
    finding(
      'warning',
      name,
      `内核参数为 ${value}，应为 ${kernelSettings[name]}：否则与其他中心断网时共识可能停止（install-files 的 ${sysctlFile}）`,
      `the kernel has ${value}, it should be ${kernelSettings[name]}: else ordering may stop when a centre is cut off (${sysctlFile} of install-files)`,
    ),
  )
}

/** Says what is wrong with the network on this machine and what to do; an empty list is good health. */
export const examine = async (network: Watched): Promise<Finding[]> => {
  const status = await statusOf(network)
  const found = await Promise.all(
    status.nodes.map(async (node) => [
      ...certificateFindings(node),
      ...(node.running ? runningFindings(node) : await stoppedFindings(network, node)),
    ]),
  )
  return [
    ...wholeFindings(network.consortium, status),
    ...(await kernelFindings(network.consortium)),
    ...authorityFindings(network),
    ...found.flat(),
  ]
}
