import { Alert, Button, Card, Space } from 'antd'
import { useState } from 'react'
import { useAsked } from '../api.ts'
import { useWords } from '../language.tsx'
import { inChinaTime } from '../time.ts'
import { certificate } from './certificate.ts'
import { type Proof, prove } from './prove.ts'
import { saveFile } from './save-file.ts'
import { TrustChoice } from './trust-choice.tsx'

/** Verifies in this browser and says each step in plain words; a contradiction is red and stays red. */
export const ProofCard = ({ id, text }: { readonly id: string; readonly text: string }) => {
  const { t, say } = useWords()
  const [round, setRound] = useState(0)
  // what was proven by another trust file is not shown while it is judged by this one
  const { value: proof } = useAsked(`${round} ${id} ${text}`, round, () => prove(id, text))
  return (
    <Card title={t('在本浏览器中验证', 'Verified in this browser')} data-proof={proof?.kind ?? 'pending'}>
      <Space orientation="vertical" size="middle">
        {!proof && <Alert type="info" title={t('正在验证…', 'Verifying…')} />}
        {proof && <Outcome proof={proof} />}
        <TrustChoice isProven={proof?.kind === 'proven'} onChange={() => setRound(round + 1)}>
          {proof?.kind === 'proven' && (
            <Button
              data-download="receipt"
              onClick={() =>
                saveFile(
                  new Blob([proof.receipt], { type: 'application/json' }),
                  `receipt-${id.slice(0, 12)}.json`,
                )
              }
            >
              {t('下载回执', 'Download the receipt')}
            </Button>
          )}
          {proof?.kind === 'proven' && proof.verdict.outcome !== 'rejected' && (
            <Button
              data-download="certificate"
              onClick={() =>
                void certificate(proof).then((file) => saveFile(file, `certificate-${id.slice(0, 12)}.pdf`))
              }
            >
              {t('下载凭证（PDF，内附回执）', 'Download a certificate (PDF, with the receipt)')}
            </Button>
          )}
        </TrustChoice>
        {proof?.kind === 'proven' && proof.verdict.outcome !== 'rejected' && (
          <details>
            <summary>{t('证明不包括什么', 'What it does not prove')}</summary>
            <ul className="steps">
              {proof.verdict.notProven.map((sentence) => (
                <li key={sentence.en}>{inChinaTime(say(sentence))}</li>
              ))}
            </ul>
          </details>
        )}
      </Space>
    </Card>
  )
}

const Outcome = ({ proof }: { readonly proof: Proof }) => {
  const { t, say } = useWords()
  if (proof.kind === 'lie')
    return (
      <Alert
        type="error"
        showIcon
        title={t('不可信：验证失败', 'Not to be trusted: verification failed')}
        description={say(proof)}
      />
    )
  if (proof.kind === 'unproven') return <Alert type="warning" showIcon title={say(proof)} />
  const { verdict } = proof
  if (verdict.outcome === 'rejected') return null
  const steps = (
    <ol className="steps">
      {verdict.proven.map((sentence) => (
        <li key={sentence.en}>{inChinaTime(say(sentence))}</li>
      ))}
    </ol>
  )
  return (
    <>
      <Alert
        type={verdict.outcome === 'valid' ? 'success' : 'info'}
        showIcon
        title={inChinaTime(say(verdict.sentence))}
        description={steps}
      />
      {verdict.warnings.map((sentence) => (
        <Alert key={sentence.en} type="warning" showIcon title={inChinaTime(say(sentence))} />
      ))}
    </>
  )
}
