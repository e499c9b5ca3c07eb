import { parseEnvelope } from '@huren/records'
import { Alert, Card, Descriptions } from 'antd'
import { type Row, useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { ProofCard } from '../../proof/proof-card.tsx'
import { wordsOf } from '../../words.ts'
import { StatementTable } from './statements.tsx'

const payloadOf = (text: string) => {
  try {
    const { type, payload } = parseEnvelope(text)
    return { type, fields: Object.entries(payload) }
  } catch {
    return undefined
  }
}

/** Fields whose value is a record with a time line. */
const records = ['report', 'consent', 'emergency', 'referral', 'access', 'decision']

/** A code with its meaning, where it has one. */
const inWords = (code: string, say: (words: Words) => string): string => {
  const words = say(wordsOf(code))
  return words === code || words.includes(code) ? words : `${words} (${code})`
}

/** One statement: what it says, whether it is true, and what became of it. */
export const Statement = ({ id }: { readonly id: string }) => {
  const { t, say } = useWords()
  const { value, problem, loading } = useAnswer<{ text: string; entries: Row[] }>(
    `/api/statements/${encodeURIComponent(id)}`,
  )
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Alert type="info" title={t('正在读取…', 'Loading…')} />
  const payload = payloadOf(value.text)
  return (
    <>
      <ProofCard id={id} text={value.text} />
      <Card
        title={payload ? say(payload.type.label) : t('无法读取的声明', 'A statement that cannot be read')}
      >
        <p className="mono">{id}</p>
        {payload && (
          <Descriptions column={{ xs: 1, md: 2 }} bordered size="small">
            {payload.fields.map(([name, content]) => (
              <Descriptions.Item key={name} label={say(payload.type.fields[name] ?? { zh: name, en: name })}>
                {records.includes(name) ? (
                  <a className="mono" href={`#/record/${content}`}>
                    {String(content)}
                  </a>
                ) : (
                  <span className="mono">
                    {typeof content === 'object' ? JSON.stringify(content) : inWords(String(content), say)}
                  </span>
                )}
              </Descriptions.Item>
            ))}
          </Descriptions>
        )}
      </Card>
      <Card title={t('在账本中', 'On the ledger')}>
        <StatementTable rows={value.entries} loading={loading} />
      </Card>
    </>
  )
}

/** Everything about a report, a consent or a referral, oldest first. */
export const TimeLine = ({ id }: { readonly id: string }) => {
  const { t } = useWords()
  const { value, problem, loading } = useAnswer<{ rows: Row[] }>(`/api/records/${encodeURIComponent(id)}`)
  return (
    <Card title={t('时间线', 'Time line')}>
      <p className="mono">{id}</p>
      {problem && <Alert type="error" title={problem.message} />}
      <StatementTable rows={value?.rows ?? []} loading={loading} />
    </Card>
  )
}
