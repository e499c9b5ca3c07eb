import { Alert, Button, Card, Descriptions, Space } from 'antd'
import { useEffect, useState } from 'react'
import { useWords, type Words } from '../../language.tsx'
import { download } from '../../patient/parts/download.ts'
import { time } from '../../regulator/pages/statements.tsx'
import { type DeskState, day } from '../data/site.ts'
import { useDesk } from '../parts/desk.tsx'

const states: Readonly<Record<DeskState['state'], Words>> = {
  none: { zh: '本机还没有密钥。', en: 'This desk has no key yet.' },
  unregistered: { zh: '本机密钥还没有登记。', en: 'This desk’s key is not registered yet.' },
  foreign: {
    zh: '本机密钥登记在别的机构名下，不能用于本机构。',
    en: 'This desk’s key is registered for another institution and opens nothing here.',
  },
  'not-yet-valid': { zh: '本机密钥尚未生效。', en: 'This desk’s key is not in force yet.' },
  active: {
    zh: '本机密钥有效，可以向网关提问。',
    en: 'This desk’s key is in force: the gateway can be asked.',
  },
  expired: { zh: '本机密钥已到期。', en: 'This desk’s key has expired.' },
  revoked: { zh: '本机密钥已吊销。', en: 'This desk’s key is revoked.' },
}

/** Days for which a desk's key is registered. */
const life = 90

/** The key with which this desk asks the gateway: made here, never exported, registered by the hospital itself. */
export const DeskPage = () => {
  const { t, say } = useWords()
  const { site, device, desk, problem, makeKey, check } = useDesk()
  const [trouble, setTrouble] = useState('')
  const isWaiting = desk?.state === 'unregistered' || desk?.state === 'not-yet-valid'
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => void check().catch(() => {}), 2000)
    return () => clearInterval(timer)
  }, [isWaiting, check])
  const make = () => void makeKey().catch((error: unknown) => setTrouble(String(error)))
  const isOver = desk && ['none', 'expired', 'revoked', 'foreign'].includes(desk.state)
  return (
    <Card title={t('本机密钥', 'This desk’s key')}>
      <Space orientation="vertical" size="middle" className="whole">
        {problem && <Alert type="error" title={problem} />}
        {trouble && <Alert type="error" title={trouble} />}
        {desk && (
          <Alert
            type={desk.state === 'active' ? 'success' : 'warning'}
            showIcon
            data-desk={desk.state}
            title={say(states[desk.state])}
          />
        )}
        <p>
          {t(
            '密钥在这个浏览器里生成，谁也取不出来。本院的管理密钥把它登记为“仅查阅”：它能以本院名义查看排队、死信和拒绝，补推或放弃死信，不能签任何记录。浏览器服务器只转送签好名的提问，不持有本院任何密钥。',
            'The key is made in this browser and nobody can take it out. Your administration key registers it for “reading”: it sees what waits, died or was refused in your name, sends dead letters again or gives them up, and makes no record valid. The explorer’s server only carries signed questions and holds no key of yours.',
          )}
        </p>
        {isOver && (
          <Button type="primary" data-action="make-key" onClick={make}>
            {t('生成本机密钥', 'Make this desk’s key')}
          </Button>
        )}
        {device && (
          <Descriptions column={1} bordered size="small">
            <Descriptions.Item label={t('密钥标识', 'Key id')}>
              <span className="mono" data-key={device.key}>
                {device.key}
              </span>
            </Descriptions.Item>
            {desk?.notAfter && (
              <Descriptions.Item label={t('到期', 'Ends')}>{time(desk.notAfter)}</Descriptions.Item>
            )}
          </Descriptions>
        )}
        {device && site && desk?.state === 'unregistered' && (
          <Registration
            payload={{
              issuer: site.id,
              institution: site.id,
              key: device.key,
              algorithm: device.algorithm,
              publicKey: device.publicKey,
              uses: ['reading'],
              notBefore: site.now,
              notAfter: new Date(Date.parse(site.now) + life * day).toISOString(),
            }}
          />
        )}
      </Space>
    </Card>
  )
}

const Registration = ({ payload }: { readonly payload: object }) => {
  const { t } = useWords()
  const text = JSON.stringify(payload, null, 2)
  return (
    <section>
      <h2>{t('登记（本院管理员做）', 'Registration (by your administrator)')}</h2>
      <ol className="steps">
        <li>
          {t('核对上面的密钥标识与下载的文件一致。', 'Check that the key id above is the one in the file.')}
        </li>
        <li>
          <Button data-action="registration" onClick={() => download(`${text}\n`, 'desk-key.json')}>
            {t('下载登记载荷 desk-key.json', 'Download desk-key.json')}
          </Button>
        </li>
        <li>
          {t('用管理密钥签名并提交：', 'Sign with the administration key and submit:')}
          <pre className="mono wrap">
            {`huren sign signing-key desk-key.json --key administration.key > desk-key.dsse
huren submit desk-key.dsse --key administration.key`}
          </pre>
        </li>
        <li>{t('上链后本页自动继续。', 'This page goes on by itself once the ledger has it.')}</li>
      </ol>
      <details>
        <summary>{t('查看载荷', 'Show the payload')}</summary>
        <pre className="mono wrap" data-registration>
          {text}
        </pre>
      </details>
    </section>
  )
}
