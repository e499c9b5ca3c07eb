import { useEffect, useState } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { type Proof, prove } from '../../proof/prove.ts'
import { inChinaTime } from '../../time.ts'
import { api } from '../data/server.ts'
import type { Row } from '../data/timelines.ts'
import { download } from './download.ts'

/** Verifies a statement's receipt in this browser. */
export const useProof = ({ id, text }: Pick<Row, 'id' | 'text'>, from = api): Proof | undefined => {
  const [proof, setProof] = useState<Proof>()
  useEffect(() => {
    let current = true
    prove(id, text, from).then((found) => current && setProof(found))
    return () => {
      current = false
    }
  }, [id, text, from])
  return proof
}

const marks = { pending: '…', proven: '✓', unproven: '?', lie: '✗' } as const

interface Props {
  readonly row: Pick<Row, 'id' | 'text'>
  /** The API that hands out receipts. */
  readonly from?: string
}

/** One line: verified here, not yet, or a lie; opened, it says what is proven and what is not, and gives the receipt. */
export const ProofLine = ({ row, from = api }: Props) => {
  const { t, say: words } = useWords()
  const say = (sentence: Words) => inChinaTime(words(sentence))
  const proof = useProof(row, from)
  const state = !proof
    ? 'pending'
    : proof.kind === 'proven' && proof.verdict.outcome !== 'valid'
      ? 'unproven'
      : proof.kind
  const line = {
    pending: t('正在本机核验…', 'Verifying here…'),
    proven: t('已在本机核验', 'Verified on this device'),
    unproven: t('尚无证明', 'No proof yet'),
    lie: t('不可信：核验失败', 'Not to be trusted: verification failed'),
  }[state]
  return (
    <details className={`proof ${state}`} data-proof={state}>
      <summary>
        <span aria-hidden="true">{marks[state]}</span> {line}
      </summary>
      {proof && proof.kind !== 'proven' && <p>{say(proof)}</p>}
      {proof?.kind === 'proven' && proof.verdict.outcome !== 'rejected' && (
        <>
          <p>{say(proof.verdict.sentence)}</p>
          <ul>
            {[...proof.verdict.proven, ...proof.verdict.warnings].map((sentence) => (
              <li key={sentence.en}>{say(sentence)}</li>
            ))}
          </ul>
          <p>{t('没有证明的：', 'Not proven:')}</p>
          <ul>
            {proof.verdict.notProven.map((sentence) => (
              <li key={sentence.en}>{say(sentence)}</li>
            ))}
          </ul>
          {!proof.own && (
            <p>
              {t(
                '信任文件来自本服务器；可在“密钥”页载入您另行取得的信任文件。',
                'The trust file came from this server; load one that you got elsewhere on the page “Key”.',
              )}
            </p>
          )}
          <button
            type="button"
            onClick={() => download(proof.receipt, `receipt-${row.id.slice(0, 12)}.json`)}
          >
            {t('保存回执', 'Save the receipt')}
          </button>
        </>
      )}
    </details>
  )
}
