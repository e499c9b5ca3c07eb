import { Alert, Button, Card, Descriptions, Space } from 'antd'
import { useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { go } from '../../location.ts'
import { time } from './statements.tsx'
import { type TransactionRow, TransactionTable } from './transactions.tsx'

interface BlockFacts {
  readonly number: number
  readonly previousHash: string
  readonly dataHash: string
  readonly at: string
  readonly rows: readonly TransactionRow[]
  readonly height: number
}

/** A block and its transactions, the invalid ones too. */
export const Block = ({ number }: { readonly number: string }) => {
  const { t } = useWords()
  const { value, problem } = useAnswer<BlockFacts>(`/api/blocks/${encodeURIComponent(number)}`)
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Card loading />
  return (
    <Card
      title={t(`区块 ${value.number}`, `Block ${value.number}`)}
      extra={
        <Space>
          <Button disabled={value.number === 0} onClick={() => go(`block/${value.number - 1}`)}>
            {t('前一块', 'Previous')}
          </Button>
          <Button disabled={value.number + 1 >= value.height} onClick={() => go(`block/${value.number + 1}`)}>
            {t('后一块', 'Next')}
          </Button>
        </Space>
      }
    >
      <Descriptions size="small" bordered column={1}>
        <Descriptions.Item label={t('时间', 'Time')}>{time(value.at)}</Descriptions.Item>
        <Descriptions.Item label={t('前一块的哈希', 'Previous hash')}>
          <span className="mono">{value.previousHash || '—'}</span>
        </Descriptions.Item>
        <Descriptions.Item label={t('数据哈希', 'Data hash')}>
          <span className="mono">{value.dataHash}</span>
        </Descriptions.Item>
      </Descriptions>
      <TransactionTable rows={value.rows} loading={false} />
    </Card>
  )
}
