import { useWords } from '../../language.tsx'
import { type Column, List, shortened, when } from '../parts/list.tsx'

/** A number of things in a block, which are on its page. */
const inBlock = (zh: string, en: string, name: string): Column => ({
  words: { zh, en },
  of: (row) => <a href={`#/block/${row.number}`}>{String(row[name])}</a>,
})

const columns: readonly Column[] = [
  {
    words: { zh: '区块', en: 'Block' },
    of: ({ number }) => <a href={`#/block/${number}`}>{String(number)}</a>,
  },
  when,
  inBlock('交易', 'Transactions', 'transactions'),
  inBlock('无效', 'Invalid', 'invalid'),
  inBlock('声明', 'Statements', 'statements'),
  shortened('数据哈希', 'Data hash', 'dataHash'),
]

/** Blocks, newest first. */
export const Blocks = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  return (
    <List title={t('区块', 'Blocks')} path="/api/blocks" id="number" version={version} columns={columns} />
  )
}
