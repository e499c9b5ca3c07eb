import type { NetworkStatus, NodeStatus } from './status.ts'

const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`

const cells = (node: NodeStatus) => ({
  '节点 node': node.node,
  '状态 health': node.running ? (node.health ?? '无应答 no answer') : '停止 stopped',
  '高度 height': node.height ?? '-',
  '落后 lag': node.lag ?? '-',
  '主 leader': node.leader ? '✓' : '',
  '证书天数 days': node.certificateDays ?? '-',
  '合约 contracts': node.contracts === null ? '' : node.contracts ? '✓' : '✗',
  '数据 data': mib(node.dataBytes),
})

/** Status as a table for a terminal, one node a line. */
export const statusTable = ({ channel, height, contracts, diskFreeBytes, nodes }: NetworkStatus): string => {
  const rows = nodes.map(cells)
  const columns = Object.keys(rows[0] ?? {}) as (keyof ReturnType<typeof cells>)[]
  const line = (values: string[]) => values.join('\t')
  return [
    line(columns),
    ...rows.map((row) => line(columns.map((column) => String(row[column])))),
    `通道 channel ${channel}, 高度 height ${height}, 合约 contracts ${contracts ?? '-'}, 磁盘剩余 free disk ${mib(diskFreeBytes)}`,
  ].join('\n')
}
