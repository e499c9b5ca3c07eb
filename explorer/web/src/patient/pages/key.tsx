import { offerText } from '@huren/letters'
import { useEffect, useState } from 'react'
import { send } from '../data/server.ts'
import { signCard } from '../device/sign.ts'
import { useDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { Passkey } from '../parts/passkey.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import { Trust } from '../parts/trust.tsx'
import { usePlainWords } from '../parts/words.ts'

/** The key of this device: made here, bound at a counter, replaced when a phone is lost (CITY-3). */
export const KeyPage = () => {
  const { t } = usePlainWords()
  const { keyState } = useDoor()
  return (
    <>
      <h1>{t('本机密钥', 'This device’s key')}</h1>
      {keyState?.state === 'none' && <Make />}
      {keyState?.state === 'unbound' && <Bind />}
      {keyState && !['none', 'unbound'].includes(keyState.state) && <Bound />}
      <Passkey />
      <Trust />
    </>
  )
}

const Make = () => {
  const { t } = usePlainWords()
  const { makeKey } = useDoor()
  const [problem, setProblem] = useState('')
  const make = () => makeKey().catch((error: unknown) => setProblem(String(error)))
  return (
    <>
      <p>
        {t(
          '您的授权由本机的密钥签名。密钥在浏览器里生成，任何人都不能把它取出，包括我们。',
          'Your grants are signed by a key of this device. It is made in this browser, and nobody can take it out, not even we.',
        )}
      </p>
      <p>
        {t(
          '换了手机，或旧手机丢了？也从这里开始：生成新密钥，到医院窗口绑定，旧密钥随即停用。',
          'A new phone, or the old one lost? Begin here as well: make a new key and have it bound at a hospital’s counter; the old key ends with that.',
        )}
      </p>
      <button type="button" onClick={() => void make()}>
        {t('生成本机密钥', 'Make this device’s key')}
      </button>
      {problem && <Notice kind="bad">{problem}</Notice>}
    </>
  )
}

const newCode = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Shows the one-time code that a counter reads, and waits until the ledger has the binding. */
const Bind = () => {
  const { t, when } = usePlainWords()
  const { site, device, checkKey } = useDoor()
  const [offer, setOffer] = useState<{ text: string; until: string }>()
  const [problem, setProblem] = useState('')
  const show = async () => {
    if (!site || !device) return
    const code = newCode()
    const { until } = JSON.parse(await send('offers', await signCard(device, code)))
    setOffer({ text: offerText({ explorer: site.audience, code, key: device.key }), until })
  }
  useEffect(() => {
    if (!offer) return
    const timer = setInterval(() => void checkKey().catch(() => {}), 2000)
    return () => clearInterval(timer)
  }, [offer, checkKey])
  return (
    <>
      <Notice kind="warn">{t('这把密钥还没有绑定到您本人。', 'This key is not bound to you yet.')}</Notice>
      <ol>
        <li>{t('带身份证件到医院窗口。', 'Go to a hospital’s counter, with proof of who you are.')}</li>
        <li>
          {t('点下面的按钮，请窗口扫描二维码。', 'Press the button below and let the counter scan the code.')}
        </li>
        <li>
          {t('绑定上链后，本页自动继续。', 'This page goes on by itself once the ledger has the binding.')}
        </li>
      </ol>
      <button type="button" onClick={() => void show().catch((error: unknown) => setProblem(String(error)))}>
        {offer ? t('换一个新码', 'A new code') : t('显示绑定码', 'Show the binding code')}
      </button>
      {problem && <Notice kind="bad">{problem}</Notice>}
      {offer && (
        <figure>
          <QrCode text={offer.text} label={t('绑定码二维码', 'Binding code')} />
          <figcaption>
            {t(`一次有效，至 ${when(offer.until)}`, `Good once, until ${when(offer.until)}`)}
            <code data-offer>{offer.text}</code>
          </figcaption>
        </figure>
      )}
    </>
  )
}

const Bound = () => {
  const { t, when, word, institution } = usePlainWords()
  const { keyState, device, makeKey } = useDoor()
  const { binding, state } = keyState ?? {}
  const said = {
    bound: t('密钥有效', 'The key is in force'),
    'not-yet-valid': t('密钥尚未生效', 'The key is not in force yet'),
    expired: t('密钥已到期，请重新绑定', 'The key has expired: have a new one bound'),
    revoked: t(
      '密钥已停用：它不能再签名，也读不到任何记录',
      'The key is revoked: it signs nothing and reads nothing',
    ),
    replaced: t('您已换用新手机：本机的密钥已停用', 'Another device took its place: this key has ended'),
    none: '',
    unbound: '',
  }[state ?? 'none']
  const isOver = state === 'expired' || state === 'revoked' || state === 'replaced'
  return (
    <>
      <Notice kind={state === 'bound' ? 'good' : 'warn'}>{said}</Notice>
      <dl>
        <dt>{t('由谁绑定', 'Bound by')}</dt>
        <dd>{binding && institution(binding.issuer)}</dd>
        <dt>{t('如何核验本人', 'How you were identified')}</dt>
        <dd>{binding && word(binding.assurance)}</dd>
        <dt>{t('有效期', 'In force')}</dt>
        <dd>{binding && `${when(binding.notBefore)} – ${when(binding.notAfter)}`}</dd>
        <dt>{t('密钥标识', 'Key id')}</dt>
        <dd>
          <code>{device?.key}</code>
        </dd>
      </dl>
      {isOver && (
        <button type="button" onClick={() => void makeKey()}>
          {t('在本机生成新密钥', 'Make a new key on this device')}
        </button>
      )}
      <h2>{t('手机丢了怎么办', 'If you lose this phone')}</h2>
      <p>
        {t(
          '在新手机上登录并生成新密钥，到当初绑定的机构窗口出示绑定码。新密钥绑定的同时旧密钥停用；您给过的授权不变，新密钥可以撤销它们。',
          'Sign in on the new phone, make a new key there, and show its code at the institution that bound this one. With the new binding the old key ends; your grants stay, and the new key can revoke them.',
        )}
      </p>
    </>
  )
}
