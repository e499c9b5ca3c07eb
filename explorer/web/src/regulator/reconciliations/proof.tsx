import type { CompleteList, ReconciliationVerdict } from '@huren/verify'
import { Alert, Button, Card, Space } from 'antd'
import { useAsked } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { organisationNames, trustFile } from '../../proof/prove.ts'
import { saveFile } from '../../proof/save-file.ts'
import { TrustChoice } from '../../proof/trust-choice.tsx'
import { inChinaTime } from '../../time.ts'
import { wordsOf } from '../../words.ts'
import { time } from '../pages/statements.tsx'
import { signersOf } from './judge.ts'
import type { Valid } from './report.tsx'

interface Props {
  readonly verdict: ReconciliationVerdict
  readonly text: string
  readonly name: string
  /** Another trust file was loaded. */
  readonly onTrust: () => void
}

/** What this browser has verified, on which checkpoints it rests, and what it does not prove. */
export const Proof = ({ verdict, text, name, onTrust }: Props) => {
  const { t, say } = useWords()
  const isValid = verdict.outcome === 'valid'
  return (
    <Card title={t('在本浏览器中核验', 'Verified in this browser')}>
      <Space orientation="vertical" size="middle">
        {isValid && <Steps verdict={verdict} signers={signersOf(text)} />}
        <TrustChoice isProven={isValid} onChange={onTrust}>
          <Button
            data-download="report"
            onClick={() => saveFile(new Blob([text], { type: 'application/json' }), name)}
          >
            {t('下载报告（附双方清单）', 'Download the report with both lists')}
          </Button>
        </TrustChoice>
        <span>
          {t('离线再核验一次：', 'Verify it again offline: ')}
          <code>huren access verify {name} --trust trust.json</code>
        </span>
        {isValid && (
          <details>
            <summary>{t('证明不包括什么', 'What it does not prove')}</summary>
            <ul className="steps">
              {verdict.notProven.map((sentence) => (
                <li key={sentence.en}>{inChinaTime(say(sentence))}</li>
              ))}
            </ul>
          </details>
        )}
      </Space>
    </Card>
  )
}

const Steps = ({ verdict, signers }: { readonly verdict: Valid; readonly signers: readonly string[] }) => {
  const { t, say } = useWords()
  const { report, hospital, cloud } = verdict
  // the central organisations' names stand in the trust file
  const { value: names } = useAsked('names', 0, async () => organisationNames((await trustFile()).text))
  const nameOf = (id: string) => say(names?.get(id) ?? wordsOf(id))
  return (
    <Alert
      type="success"
      showIcon
      title={say(verdict.sentence)}
      description={
        <ol className="steps">
          <li data-step="signature">
            {t('由核对机构签名：', 'Signed by who compared: ')}
            {nameOf(report.issuer)}
            {signers.map((key) => (
              <span key={key}>
                {' · '}
                {t('密钥', 'key')} <span className="mono">{key.slice(0, 16)}…</span>
              </span>
            ))}
          </li>
          <Side name={t('医院的清单', 'The hospital’s list')} list={hospital} nameOf={nameOf} />
          <Side name={t('影像云的清单', 'The imaging cloud’s list')} list={cloud} nameOf={nameOf} />
          <li data-step="compared">
            {t(
              '按这两份清单重新核对，逐条结果与报告相同。',
              'Comparing these two lists anew gives the report’s findings, one by one.',
            )}
          </li>
        </ol>
      }
    />
  )
}

interface SideProps {
  readonly name: string
  readonly list: CompleteList
  readonly nameOf: (id: string) => string
}

const Side = ({ name, list: { log, proven }, nameOf }: SideProps) => {
  const { t, say } = useWords()
  const [complete] = proven
  return (
    <li data-step="checkpoint">
      {name}
      {t('：', ': ')}
      {complete && inChinaTime(say(complete))} {t('依据的检查点：', 'It rests on the checkpoint of ')}
      <a href={`#/statement/${log.statement.id}`}>
        {t(
          `${time(new Date(log.at).toISOString())} 上链的声明`,
          `${time(new Date(log.at).toISOString())}, on the ledger`,
        )}
      </a>
      {t('，已由以下机构见证：', ', witnessed by ')}
      {log.checkpoint.by.map(({ institution }) => nameOf(institution)).join(t('、', ', '))}
      {t('。', '.')}
    </li>
  )
}
