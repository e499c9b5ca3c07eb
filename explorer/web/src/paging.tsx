import { Button, Space } from 'antd'
import { useState } from 'react'
import { type Answer, useAnswer } from './api.ts'
import { useWords } from './language.tsx'

interface Page<Row> {
  readonly rows: readonly Row[]
  /** Where the next page begins, when there may be one. */
  readonly next?: string
}

/** What turns the pages of a list. */
export interface Turning {
  readonly onBack?: () => void
  readonly onNext?: () => void
}

/**
 * A list of the server, page by page.
 * @param path the list's address; another one begins anew with its first page
 * @param position what the server calls the place where a page begins
 */
export const usePages = <Row, More = object>(
  path: string,
  version = 0,
  position: 'before' | 'after' = 'before',
): Answer<Page<Row> & More> & { readonly turning: Turning } => {
  const [turned, setTurned] = useState<{ path: string; places: readonly string[] }>({ path, places: [] })
  const places = turned.path === path ? turned.places : []
  const place = places.at(-1)
  const question = place ? `${path}${path.includes('?') ? '&' : '?'}${position}=${place}` : path
  const answer = useAnswer<Page<Row> & More>(question, version)
  const next = answer.value?.next
  return {
    ...answer,
    turning: {
      ...(places.length > 0 && { onBack: () => setTurned({ path, places: places.slice(0, -1) }) }),
      ...(next && {
        onNext: () => setTurned({ path, places: [...places, encodeURIComponent(next)] }),
      }),
    },
  }
}

/** Back and forth; nothing where all is on one page. */
export const Turn = ({ onBack, onNext }: Turning) => {
  const { t } = useWords()
  if (!onBack && !onNext) return null
  return (
    <Space className="turn">
      <Button disabled={!onBack} onClick={onBack}>
        {t('上一页', 'Previous page')}
      </Button>
      <Button disabled={!onNext} onClick={onNext}>
        {t('下一页', 'Next page')}
      </Button>
    </Space>
  )
}
