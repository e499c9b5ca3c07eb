import { parseCheckpointBody, parseNote, readTrust } from '@huren/verify'
import { Alert, Card, Descriptions, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { useAnswer } from '../../api.ts'
import { useWords, type Words } from '../../language.tsx'
import { type Checked, checkCheckpoint } from '../../proof/checkpoint.ts'
import { trustFile } from '../../proof/prove.ts'
import { time } from './statements.tsx'

interface Notary {
  readonly url: string
  readonly answers: boolean
  readonly health?: { readonly status: string; readonly size: number; readonly witnessedSize: number }
  readonly checkpoint?: string
  readonly witnessed?: string
  readonly alarms: readonly { readonly kind: string; readonly at: string; readonly detail: string }[]
}

/** Logs and checkpoints, and who cosigned them: checked here, by the trust file. */
export const Notaries = ({ version }: { readonly version: number }) => {
  const { t } = useWords()
  const { value, problem } = useAnswer<{ rows: Notary[] }>('/api/notaries', version)
  if (problem) return <Alert type="error" title={problem.message} />
  if (!value) return <Card loading />
  const roots = new Map(value.rows.flatMap(({ checkpoint }) => headOf(checkpoint) ?? []))
  return (
    <>
      {value.rows.length === 0 && (
        <Alert type="info" title={t('没有配置公证节点', 'No notary is configured')} />
      )}
      {value.rows.map((notary) => (
        <NotaryCard key={notary.url} notary={notary} same={roots} />
      ))}
    </>
  )
}

/** Origin with size and root: two logs of one size must have one root. */
const headOf = (note: string | undefined): [string, string][] | undefined => {
  try {
    const { origin, size, rootBytes } = parseCheckpointBody(parseNote(note ?? '').text)
    return [
      [origin, `${size} ${Array.from(rootBytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`],
    ]
  } catch {
    return undefined
  }
}

const NotaryCard = ({
  notary,
  same,
}: {
  readonly notary: Notary
  readonly same: ReadonlyMap<string, string>
}) => {
  const { t, say } = useWords()
  const [checked, setChecked] = useState<Checked>()
  const [names, setNames] = useState<ReadonlyMap<string, Words>>(new Map())
  const { witnessed = '' } = notary
  useEffect(() => {
    let current = true
    trustFile()
      .then(({ text }) => {
        if (!current) return
        setChecked(checkCheckpoint(witnessed, text, Date.now()))
        setNames(namesIn(text))
      })
      .catch(() => current && setChecked(undefined))
    return () => {
      current = false
    }
  }, [witnessed])
  const [[origin = notary.url, head = ''] = []] = headOf(notary.checkpoint) ?? [[]]
  const [size = '', root = ''] = head.split(' ')
  const split = [...same].some(([, other]) => other.startsWith(`${size} `) && other !== head)
  return (
    <Card
      title={origin}
      data-notary={checked?.kind ?? 'unchecked'}
      extra={
        <Tag variant="solid" color={notary.answers && notary.alarms.length === 0 ? '#0b6e5f' : '#b3261e'}>
          {notary.answers ? t('运行中', 'running') : t('无应答', 'does not answer')}
        </Tag>
      }
    >
      {split && (
        <Alert
          type="error"
          title={t(
            '两个日志条目数相同而根不同：日志被分叉！',
            'Two logs of one size have different roots: a split view!',
          )}
        />
      )}
      {notary.alarms.map(({ at, kind, detail }) => (
        <Alert key={at + kind} type="error" title={`${time(at)} ${kind}: ${detail}`} />
      ))}
      <Descriptions size="small" bordered column={{ xs: 1, md: 2 }}>
        <Descriptions.Item label={t('条目', 'Leaves')}>{size || '—'}</Descriptions.Item>
        <Descriptions.Item label={t('根', 'Root')}>
          <span className="mono">{root.slice(0, 32)}</span>
        </Descriptions.Item>
      </Descriptions>
      {checked?.kind === 'refused' && <Alert type="error" showIcon title={say(checked)} />}
      {checked?.kind === 'witnessed' && (
        <>
          <Alert
            type="success"
            showIcon
            title={t(
              `本浏览器核验：前 ${checked.size} 条已由以下机构共同签名`,
              `Checked in this browser: the first ${checked.size} leaves are cosigned by`,
            )}
          />
          <ul className="steps">
            {checked.by.map(({ institution, at }) => (
              <li key={institution}>
                {say(names.get(institution) ?? { zh: institution, en: institution })} · {time(at)}
                {checked.sm2.includes(institution) && ' · SM2'}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

const namesIn = (trust: string): ReadonlyMap<string, Words> => {
  const { organisations }: { organisations?: { institution: string; name: Words }[] } = JSON.parse(trust)
  readTrust(trust, Date.now())
  return new Map((organisations ?? []).map(({ institution, name }) => [institution, name]))
}
