import { Alert, Card, Descriptions, Tag } from 'antd'
import { type Row, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { StatementTable, time } from './statements.tsx'

interface TransactionFacts {
  readonly id: string
  readonly block: number
  readonly index: number
  readonly at: string
  readonly client: string
  readonly function: string
  readonly validation: string
  readonly entries: readonly Row[]
}

/** A transaction, valid or not, and what became of each statement that it carried. */
export const Transaction = ({ id }: { readonly id: string }) => {
  const { t, say } = useWords()
  const { value, problem, loading } = useAnswer<TransactionFacts>(
    `/api/transactions/${encodeURIComponent(id)}`,
  )
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Card loading />
  return (
    <Card title={t('交易', 'Transaction')}>
      <p className="mono">{value.id}</p>
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={t('区块', 'Block')}>
          <a href={`#/block/${value.block}`}>{value.block}</a>
        </Descriptions.Item>
        <Descriptions.Item label={t('时间', 'Time')}>{time(value.at)}</Descriptions.Item>
        <Descriptions.Item label={t('提交者', 'Client')}>{value.client}</Descriptions.Item>
        <Descriptions.Item label={t('合约函数', 'Function')}>{value.function}</Descriptions.Item>
        <Descriptions.Item label={t('验证', 'Validation')}>
          <Tag variant="solid" color={value.validation === 'VALID' ? '#0b6e5f' : '#b3261e'}>
            {say(wordsOf(value.validation))}
          </Tag>
        </Descriptions.Item>
      </Descriptions>
      <StatementTable rows={value.entries} loading={loading} />
    </Card>
  )
}
