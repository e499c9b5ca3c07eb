import { type FindingKind, findingKinds, findingLabels } from '@huren/records'
import type { ReconciliationVerdict } from '@huren/verify'
import { Alert, Card, Descriptions } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { wordsOf } from '../../words.ts'
import { time } from '../pages/statements.tsx'
import { Findings } from './findings.tsx'
import { judge } from './judge.ts'
import { Proof } from './proof.tsx'

export type Valid = Extract<ReconciliationVerdict, { outcome: 'valid' }>

interface Props {
  /** The report's file. */
  readonly text: string
  /** The imaging cloud whose log it has to be about; any unless told. */
  readonly log?: string
  /** What the file is called when it is taken away. */
  readonly name?: string
}

/** A report: verified in this browser first; of one that does not hold nothing is shown. */
export const Report = ({ text, log, name = 'reconciliation.json' }: Props) => {
  const { t, say } = useWords()
  const [round, setRound] = useState(0)
  const { value: verdict, problem } = useAsked(String(round), round, () => judge(text, log))
  if (problem) return <Alert type="error" showIcon title={problem.message} />
  if (!verdict)
    return (
      <Card>
        <Alert
          type="info"
          showIcon
          data-reconciliation="pending"
          title={t('正在本浏览器中重新核对双方清单…', 'Comparing both lists anew, in this browser…')}
        />
      </Card>
    )
  const proof = { verdict, text, name, onTrust: () => setRound(round + 1) }
  if (verdict.outcome === 'rejected')
    return (
      <>
        <Alert
          type="error"
          showIcon
          data-reconciliation="rejected"
          title={t('报告不可信：核验失败', 'Not to be trusted: the report does not verify')}
          description={`${say(verdict.sentence)} [${verdict.code}]`}
        />
        <Proof {...proof} />
      </>
    )
  return (
    <>
      <Outcome verdict={verdict} />
      <Findings verdict={verdict} />
      <Proof {...proof} />
    </>
  )
}

const Outcome = ({ verdict: { report, findings } }: { readonly verdict: Valid }) => {
  const { t, say } = useWords()
  const { institution, hospital, cloud, from, until, matched, open, counts, issuer, issuedAt } = report
  const sides = [
    { name: t('医院日志', 'Hospital’s log'), side: hospital },
    { name: t('影像云日志', 'Imaging cloud’s log'), side: cloud },
  ]
  return (
    <Card title={t('双方核对报告', 'Report of a two-sided reconciliation')} data-reconciliation="valid">
      <Alert
        type={findings.length > 0 ? 'warning' : 'success'}
        showIcon
        data-differences={findings.length}
        title={
          findings.length > 0
            ? t(`${findings.length} 次调阅对不上`, `${findings.length} accesses do not agree`)
            : t('双方记录一致', 'Both sides agree')
        }
        description={[
          t(`相符 ${matched} 次。`, `${matched} agree.`),
          ...(open > 0
            ? [
                t(
                  `${open} 次离核对时间太近，可能还在途中，留待下次。`,
                  `${open} were too recent to judge, and are left for the next time.`,
                ),
              ]
            : []),
        ].join(' ')}
      />
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }} className="turn">
        <Descriptions.Item label={t('被核对医院', 'Hospital')}>
          <a href={`#/statements?institution=${institution}`}>{say(wordsOf(institution))}</a>
        </Descriptions.Item>
        <Descriptions.Item label={t('影像云', 'Imaging cloud')}>
          {say(wordsOf(cloud.issuer))}
        </Descriptions.Item>
        <Descriptions.Item label={t('期间', 'Period')}>
          {from ? time(from) : t('从头', 'from the beginning')} — {time(until)}
        </Descriptions.Item>
        <Descriptions.Item label={t('核对机构与时间', 'Compared by, at')}>
          {say(wordsOf(issuer))} · {time(issuedAt)}
        </Descriptions.Item>
        {findingKinds.map((kind: FindingKind) => (
          <Descriptions.Item key={kind} label={say(findingLabels[kind])}>
            <strong>{counts[kind]}</strong>
          </Descriptions.Item>
        ))}
        {sides.map(({ name, side: { entries, size, at } }) => (
          <Descriptions.Item key={name} label={name}>
            {t(
              `该医院 ${entries} 条（日志共 ${size} 条），截至 ${time(at)}`,
              `${entries} entries of this hospital, of ${size} in all, as of ${time(at)}`,
            )}
          </Descriptions.Item>
        ))}
      </Descriptions>
    </Card>
  )
}
