import { type Recall, signDocument } from '@huren/letters'
import type { ConsentRevocation } from '@huren/records'
import { useState } from 'react'
import { revocationOf } from '../data/grants.ts'
import type { MyConsent } from '../data/records.ts'
import { send } from '../data/server.ts'
import { now, signerOf } from '../device/sign.ts'
import { useOpenDoor } from '../door.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProofLine } from '../parts/proof.tsx'
import { relativeName } from '../parts/relative-name.ts'
import { Stages, useSigning } from '../parts/signing.tsx'
import { usePlainWords } from '../parts/words.ts'
import { LookCard } from './accesses.tsx'
import { Scope } from './consents.tsx'

/** One grant: what it allows, who used it, and its end (PROV-26). */
export const ConsentPage = ({ id }: { readonly id: string }) => {
  const { t, when, word, institution } = usePlainWords()
  const { model } = useOpenDoor()
  const shared = model.shares.map(({ consent }) => consent)
  const found = [...model.consents, ...shared].find(({ payload }) => payload.consent === id)
  if (!found) return <Notice kind="bad">{t('您没有这项授权。', 'You have no such grant.')}</Notice>
  const { payload, row, state, revocation } = found
  const uses = model.looks.filter(({ kind, payload }) => kind === 'access' && payload.consent === id)
  const states = {
    active: t('生效中', 'in force'),
    coming: t('尚未开始', 'not yet begun'),
    over: t('已到期', 'over'),
    revoked: t('已撤销', 'revoked'),
  }
  return (
    <>
      <h1>{t(`给${institution(payload.grantee)}的授权`, `Grant to ${institution(payload.grantee)}`)}</h1>
      <p data-consent={state}>
        <b>{states[state]}</b>
      </p>
      <dl>
        <dt>{t('看什么', 'What')}</dt>
        <dd>
          <Scope {...payload} />
        </dd>
        <dt>{t('用途', 'What for')}</dt>
        <dd>{word(payload.purpose)}</dd>
        <dt>{t('期限', 'How long')}</dt>
        <dd>
          {when(payload.notBefore)} – {when(payload.notAfter)}
        </dd>
        {payload.relative && (
          <>
            <dt>{t('亲属', 'Relative')}</dt>
            <dd>
              {relativeName(payload.relative)} {t('亲属密钥', 'the relative’s key')}{' '}
              {payload.relative.slice(0, 8)}
            </dd>
          </>
        )}
      </dl>
      <ProofLine row={row} />
      {revocation && <ProofLine row={revocation} />}
      {(state === 'active' || state === 'coming') && <End consent={found} />}
      <h2>{t('凭此授权的调阅', 'Accesses under it')}</h2>
      {uses.length === 0 && <p>{t('还没有人用过。', 'Nobody has used it yet.')}</p>}
      <ul className="cards">
        {uses.map((look) => (
          <li key={look.row.id}>
            <LookCard look={look} />
          </li>
        ))}
      </ul>
    </>
  )
}

const reasons = [
  { reason: 'withdrawn', zh: '我改变主意了', en: 'I changed my mind' },
  { reason: 'no-longer-needed', zh: '不再需要', en: 'It is no longer needed' },
  { reason: 'wrong-grantee', zh: '授权给错了机构', en: 'It was given to the wrong institution' },
] as const

/** Revokes, and takes back what a relative was sent with the grant. */
const End = ({ consent: { payload, row } }: { readonly consent: MyConsent }) => {
  const { t, say } = usePlainWords()
  const { device } = useOpenDoor()
  const { stage, problem, sign, busy } = useSigning()
  const [reason, setReason] = useState<ConsentRevocation['reason']>('withdrawn')
  const { relative, consent } = payload
  const recall = async () => {
    if (!relative || payload.grantor !== device.key) return
    const said: Recall = { issuedAt: now(), letter: consent, from: device.key }
    await send(`recalls/${relative}`, await signDocument('recall', said, signerOf(device)))
  }
  const revoke = () => sign([['consent-revocation', revocationOf(consent, row.id, reason)]], recall)
  return (
    <section className="card">
      <h2>{t('撤销或收窄', 'Revoke or narrow')}</h2>
      <label>
        {t('原因', 'Reason')}
        <select value={reason} onChange={({ target }) => setReason(target.value as typeof reason)}>
          {reasons.map((each) => (
            <option key={each.reason} value={each.reason}>
              {say(each)}
            </option>
          ))}
        </select>
      </label>
      <p className="actions">
        <button
          type="button"
          className="danger"
          disabled={busy || stage === 'witnessed'}
          onClick={() => void revoke()}
        >
          {t('立即撤销', 'Revoke now')}
        </button>
        {payload.grantor === device.key && !relative && (
          <a className="button plain" href={`#/grant/${consent}`}>
            {t('收窄范围或期限', 'Narrow what or how long')}
          </a>
        )}
      </p>
      <p className="small">
        {t(
          '撤销一经账本接受，这家机构便不能再凭此打开报告；已经看过的无法收回。',
          'As soon as the ledger has accepted it, nothing more can be opened under this grant; what was seen cannot be unseen.',
        )}
      </p>
      <Stages stage={stage} problem={problem} />
    </section>
  )
}
