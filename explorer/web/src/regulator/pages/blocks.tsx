import { useWords } from '../../language.tsx'
import { List, plain, short, whenOf } from '../parts/list.tsx'

/** Blocks, newest first. */
export const Blocks = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List
      title={t('区块', 'Blocks')}
      path="/api/blocks?limit=100"
      id="number"
      version={version}
      columns={[
        {
          words: { zh: '区块', en: 'Block' },
          of: (row) => <a href={`#/block/${row.number}`}>{String(row.number)}</a>,
        },
        { words: { zh: '时间', en: 'Time' }, of: whenOf },
        { words: { zh: '交易', en: 'Transactions' }, of: plain('transactions') },
        { words: { zh: '无效', en: 'Invalid' }, of: plain('invalid') },
        { words: { zh: '声明', en: 'Statements' }, of: plain('statements') },
        { words: { zh: '数据哈希', en: 'Data hash' }, of: (row) => short(row.dataHash) },
      ]}
    />
  )
}
