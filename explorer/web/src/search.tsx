import { AutoComplete } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { useAnswer } from './api.ts'
import { useWords, type Words } from './language.tsx'
import { go } from './location.ts'
import { wordsOf } from './words.ts'

interface Hit {
  readonly kind: keyof typeof kinds
  readonly id: string
}

/** What may be found, and the page that shows it. */
const kinds = {
  statement: { label: { zh: '声明', en: 'Statement' }, place: (id: string) => `statement/${id}` },
  record: { label: { zh: '记录的时间线', en: 'Time line' }, place: (id: string) => `record/${id}` },
  transaction: { label: { zh: '交易', en: 'Transaction' }, place: (id: string) => `transaction/${id}` },
  block: { label: { zh: '区块', en: 'Block' }, place: (id: string) => `block/${id}` },
  institution: {
    label: { zh: '机构', en: 'Institution' },
    place: (id: string) => `statements?institution=${id}`,
  },
  item: { label: { zh: '项目', en: 'Item' }, place: (id: string) => `statements?item=${id}` },
  key: { label: { zh: '密钥', en: 'Key' }, place: (id: string) => `statements?signer=${id}` },
} satisfies Record<string, { label: Words; place: (id: string) => string }>

/** Milliseconds without another letter, after which is asked. */
const pause = 250

/** What somebody has typed, once they stop. */
const useSettled = (text: string) => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), pause)
    return () => clearTimeout(timer)
  }, [text])
  return useDeferredValue(settled)
}

/** Finds statements, records, transactions, blocks, institutions, items and keys, on the server. */
export const Search = () => {
  const { t, say } = useWords()
  const [text, setText] = useState('')
  const sought = useSettled(text)
  const { value, problem } = useAnswer<{ rows: Hit[] }>(
    sought ? `/api/search?q=${encodeURIComponent(sought)}` : undefined,
  )
  const found = sought ? (value?.rows ?? []) : []
  return (
    <AutoComplete
      aria-label={t('查找', 'Find')}
      placeholder={t('编号开头、区块号、机构或项目', 'Begin an id, a block, a name')}
      className="search"
      value={text}
      onChange={setText}
      onSelect={(place: string) => {
        setText('')
        go(place)
      }}
      options={found.map(({ kind, id }) => ({
        value: kinds[kind].place(id),
        // a block's number is no city's code
        label: `${say(kinds[kind].label)} ${kind === 'block' ? id : say(wordsOf(id))}`,
      }))}
      notFoundContent={
        !sought
          ? null
          : problem
            ? problem.message
            : value
              ? t('没有找到', 'Nothing found')
              : t('正在查找…', 'Looking…')
      }
    />
  )
}
