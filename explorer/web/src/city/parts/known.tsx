import type { Known } from '@huren/explorer-model'
import type { ReactNode } from 'react'
import { useWords } from '../../language.tsx'

/** What is not known, and why: never a number in its place. */
export const Unknown = ({ zh, en }: { readonly zh: string; readonly en: string }) => {
  const { t } = useWords()
  return <span data-unknown>{t(`未知：${zh}`, `not known: ${en}`)}</span>
}

export const IfKnown = <T,>({
  of,
  children,
}: {
  readonly of: Known<T>
  readonly children: (value: T, at: string) => ReactNode
}) => (of.known ? children(of.value, of.at) : <Unknown zh={of.zh} en={of.en} />)
