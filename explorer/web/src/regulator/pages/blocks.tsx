import { useWords } from '../../language.tsx'
import { type Column, List, plain, shortened, when } from '../parts/list.tsx'

const columns: readonly Column[] = [
  {
    words: { zh: '区块', en: 'Block' },
    of: ({ number }) => <a href={`#/block/${number}`}>{String(number)}</a>,
  },
  when,
  plain('交易', 'Transactions', 'transactions'),
  plain('无效', 'Invalid', 'invalid'),
  plain('声明', 'Statements', 'statements'),
  shortened('数据哈希', 'Data hash', 'dataHash'),
]

/** Blocks, newest first. */
export const Blocks = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List title={t('区块', 'Blocks')} path="/api/blocks" id="number" version={version} columns={columns} />
  )
}
