import { type ParsedStatement, parseEnvelope } from '@huren/records'
import { Alert, Button, Card, Descriptions, Space } from 'antd'
import { useState } from 'react'
import { useWords } from '../../language.tsx'
import { download } from '../../patient/parts/download.ts'
import { time } from '../../regulator/pages/statements.tsx'
import { wordsOf } from '../../words.ts'
import { adviceFor } from '../data/advice.ts'
import { askGateway, type DeadLetter, GatewayProblem } from '../data/gateway.ts'
import { GatewayTrouble, useDesk, useGateway, WithGateway } from '../parts/desk.tsx'

/** One dead letter: what it says, why it died, and the two things that can be done here. */
export const DeadLetterPage = ({ id }: { readonly id: string }) => {
  const { t } = useWords()
  return (
    <Card title={t('死信', 'Dead letter')}>
      <p className="mono">{id}</p>
      <WithGateway>
        <Letter id={id} />
      </WithGateway>
      <p>
        <a href="#/repair">{t('回到拒绝与死信', 'Back to refusals and dead letters')}</a>
      </p>
    </Card>
  )
}

const read = (envelope: object): ParsedStatement | undefined => {
  try {
    return parseEnvelope(JSON.stringify(envelope))
  } catch {
    return undefined
  }
}

interface Standing {
  readonly stage: string
  readonly code?: string
}

const Letter = ({ id }: { readonly id: string }) => {
  const { t, say } = useWords()
  const { site, device } = useDesk()
  const { value, problem, again } = useGateway<{ items: DeadLetter[] }>('dead-letters')
  const [trouble, setTrouble] = useState<Error>()
  const [done, setDone] = useState<Standing>()
  const [asking, setAsking] = useState(false)
  if (problem) return <GatewayTrouble problem={problem} onAgain={again} />
  if (!value) return <Alert type="info" title={t('正在读取…', 'Loading…')} />
  const letter = value.items.find((each) => each.id === id)
  const act = (what: 'replay' | 'discard') => {
    if (!site || !device) return
    setTrouble(undefined)
    askGateway<Standing>(site, device, `dead-letters/${id}/${what}`, 'POST').then(setDone, setTrouble)
  }
  if (done)
    return (
      <Alert
        type="success"
        showIcon
        data-done={done.code ?? done.stage}
        title={
          done.code === 'discarded'
            ? t('已放弃：网关不再补推这条声明。', 'Given up: the gateway sends it no more.')
            : t('已重新排队，结果见“提交与阶段”。', 'In the queue again; see “Submitted”.')
        }
      />
    )
  if (!letter)
    return (
      <GatewayTrouble
        problem={new GatewayProblem(404, 'not-found', t('没有这条死信', 'No such dead letter'))}
      />
    )
  const statement = read(letter.envelope)
  const advice = adviceFor(letter.cause.code)
  return (
    <Space orientation="vertical" size="middle" className="whole">
      <Alert
        type="warning"
        showIcon
        title={`${say(wordsOf(letter.cause.code))}${advice ? t('：', ': ') + say(advice) : ''}`}
        description={<span className="wrap">{letter.cause.detail}</span>}
      />
      <Descriptions column={{ xs: 1, md: 2 }} bordered size="small">
        <Descriptions.Item label={t('收到', 'Received')}>{time(letter.receivedAt)}</Descriptions.Item>
        <Descriptions.Item label={t('承诺时限', 'Promised by')}>{time(letter.deadline)}</Descriptions.Item>
        <Descriptions.Item label={t('成为死信', 'Died')}>{time(letter.diedAt)}</Descriptions.Item>
        <Descriptions.Item label={t('下次自动补推', 'Next by itself')}>
          {time(letter.replayAt)}
        </Descriptions.Item>
        <Descriptions.Item label={t('补推次数', 'Sent again')}>{letter.replays}</Descriptions.Item>
        <Descriptions.Item label={t('类型', 'Type')}>
          {statement ? say(statement.type.label) : t('无法读取', 'cannot be read')}
        </Descriptions.Item>
        {statement &&
          Object.entries(statement.payload).map(([name, content]) => (
            <Descriptions.Item key={name} label={say(statement.type.fields[name] ?? { zh: name, en: name })}>
              <span className="mono">
                {typeof content === 'string' ? say(wordsOf(content)) : JSON.stringify(content)}
              </span>
            </Descriptions.Item>
          ))}
      </Descriptions>
      {trouble && <GatewayTrouble problem={trouble} />}
      <Space wrap>
        <Button type="primary" data-action="replay" onClick={() => act('replay')}>
          {t('现在补推', 'Send it again now')}
        </Button>
        {statement && (
          <Button
            data-action="payload"
            onClick={() =>
              download(JSON.stringify(statement.payload, null, 2), `payload-${id.slice(0, 12)}.json`)
            }
          >
            {t('下载载荷，供更正', 'Download the payload, to correct it')}
          </Button>
        )}
        {!asking && (
          <Button data-action="ask-discard" onClick={() => setAsking(true)}>
            {t('放弃…', 'Give it up…')}
          </Button>
        )}
      </Space>
      {asking && (
        <Alert
          type="error"
          title={t(
            '放弃后网关不再补推，承诺随之由本院解除。更正后的声明要先提交上链，再放弃这一条。',
            'Given up, it is sent no more, and it is you who released the promise. Put the corrected statement on the ledger first.',
          )}
          description={
            <Space wrap>
              <Button type="primary" data-action="discard" onClick={() => act('discard')}>
                {t('确认放弃', 'Yes, give it up')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('不放弃', 'No')}</Button>
            </Space>
          }
        />
      )}
      <details>
        <summary>{t('怎样更正', 'How to correct it')}</summary>
        <p>
          {t(
            '内容由本院系统签名，本页没有能签名的密钥，不能改。在本院系统更正、签名、提交，或用命令行：',
            'What it says is signed by your own system; this page holds no key that could. Correct, sign and submit there, or on the command line:',
          )}
        </p>
        <pre className="mono wrap">
          {`huren sign ${statement?.type.name ?? 'TYPE'} payload.json --key system.key > corrected.dsse
huren submit corrected.dsse --key system.key
huren discard ${id} --key system.key`}
        </pre>
      </details>
    </Space>
  )
}
