import { type Consent, type InstitutionId, type Purpose, purposes, type RecordId } from '@huren/records'
import { useState } from 'react'
import { type Choice, grantOf, revocationOf } from '../data/grants.ts'
import { useOpenDoor } from '../door.tsx'
import { HoursField, ReportsField } from '../parts/fields.tsx'
import { Notice } from '../parts/notice.tsx'
import { Stages, type ToSign, useSigning } from '../parts/signing.tsx'
import { usePlainWords } from '../parts/words.ts'
import { Hours, Scope } from './consents.tsx'

/** Where a grant begins: a request, a grant that shall be narrower, or nothing. */
interface Draft {
  readonly kind: 'request' | 'narrower' | 'own'
  readonly grantee: string
  readonly purpose: Purpose
  readonly scope: Consent['scope']
  readonly items?: Choice['items']
  /** What was asked for, or given before; the patient may give less, not more. */
  readonly reports?: readonly string[]
  readonly hours: number
  readonly who?: string
  readonly why?: string
  /** The grant that this one takes the place of. */
  readonly instead?: { readonly consent: RecordId; readonly statement: string }
}

const hoursLeft = (notAfter: string) =>
  Math.max(1, Math.floor((Date.parse(notAfter) - Date.now()) / 3_600_000))

const useDraft = (id: string): Draft | undefined => {
  const { model } = useOpenDoor()
  const request = model.requests.find(({ request }) => request.consent === id)?.request
  if (request) return { ...request, kind: 'request' }
  const given = model.consents.find(({ payload }) => payload.consent === id)
  if (given?.state === 'active') {
    const { payload, row } = given
    const instead = { consent: payload.consent, statement: row.id }
    return { ...payload, kind: 'narrower', hours: hoursLeft(payload.notAfter), instead }
  }
  return id === 'new'
    ? { kind: 'own', grantee: '', purpose: 'treatment', scope: 'all', hours: 24 * 365 }
    : undefined
}

/** Grants what was asked for, or less, or something of the patient's own; shown in words, then signed here (PROV-26, GAP-12). */
export const Grant = ({ id }: { readonly id: string }) => {
  const { t } = usePlainWords()
  // what was drafted stays while the request turns into a grant
  const [draft] = useState(useDraft(id))
  if (!draft)
    return <Notice kind="info">{t('这个请求已不再等待。', 'This request is no longer waiting.')}</Notice>
  return <GrantForm id={id} draft={draft} />
}

const isInstitution = (text: string): text is InstitutionId => /^[A-Z]{2}-\d{4}-\d{5}$/.test(text)

/** What the form holds, and what becomes of it. */
const useForm = (id: string, draft: Draft) => {
  const { model, device, site } = useOpenDoor()
  const signing = useSigning()
  const [grantee, setGrantee] = useState(draft.grantee)
  const [purpose, setPurpose] = useState(draft.purpose)
  const [narrowed, setNarrowed] = useState(draft.scope === 'reports')
  const [reports, setReports] = useState<readonly string[]>(draft.reports ?? [])
  const [hours, setHours] = useState(draft.kind === 'own' ? 24 * 7 : draft.hours)
  const scope = narrowed ? 'reports' : draft.scope
  const isReady = isInstitution(grantee) && (scope !== 'reports' || reports.length > 0)
  const give = async () => {
    if (!isInstitution(grantee)) return
    const consent = (draft.kind === 'request' ? id : crypto.randomUUID()) as RecordId
    const items = draft.items && { items: draft.items }
    const choice: Choice = { grantee, purpose, scope, ...items, reports: reports as RecordId[], hours }
    const grant = await grantOf(consent, choice, device, model.person ?? site.name)
    const { instead } = draft
    const end: ToSign = instead
      ? [['consent-revocation', revocationOf(instead.consent, instead.statement, 'no-longer-needed')]]
      : []
    await signing.sign([...end, ['consent', grant]])
  }
  const fields = { grantee, setGrantee, purpose, setPurpose, narrowed, setNarrowed, reports, setReports }
  return { draft, signing, ...fields, hours, setHours, scope, isReady, give } as const
}
type Form = ReturnType<typeof useForm>

const GrantForm = ({ id, draft }: { readonly id: string; readonly draft: Draft }) => {
  const { t } = usePlainWords()
  const form = useForm(id, draft)
  return (
    <>
      <h1>{draft.kind === 'narrower' ? t('收窄授权', 'Narrow a grant') : t('授权', 'Give a grant')}</h1>
      {draft.kind === 'own' ? <Chosen form={form} /> : <Asked form={form} />}
      <What form={form} />
      <HoursField most={draft.hours} hours={form.hours} onChoose={form.setHours} />
      <Summary form={form} />
    </>
  )
}

/** Who asks, and why. */
const Asked = ({ form: { draft, grantee, purpose } }: { readonly form: Form }) => {
  const { t, word, institution } = usePlainWords()
  return (
    <dl>
      <dt>{t('谁', 'Who')}</dt>
      <dd>
        {institution(grantee)} · {draft.who}
      </dd>
      <dt>{t('为什么', 'Why')}</dt>
      <dd>
        {draft.why}
        {t(`（${word(purpose)}）`, ` (${word(purpose)})`)}
      </dd>
    </dl>
  )
}

/** Whom the patient chooses, and what for. */
const Chosen = ({ form }: { readonly form: Form }) => {
  const { t, say, word } = usePlainWords()
  const { names } = useOpenDoor()
  const known = Object.entries(names.institutions ?? {})
  const codeOf = (text: string) => known.find(([, { zh, en }]) => zh === text || en === text)?.[0] ?? text
  return (
    <>
      <label>
        {t('机构（名称或编号）', 'Institution (its name or id)')}
        <input
          value={form.grantee}
          onChange={({ target }) => form.setGrantee(codeOf(target.value.trim()))}
          list="institutions"
          placeholder="GD-4401-00012"
        />
      </label>
      <datalist id="institutions">
        {known.map(([each, name]) => (
          <option key={each} value={say(name)}>
            {each}
          </option>
        ))}
      </datalist>
      <label>
        {t('用途', 'What for')}
        <select value={form.purpose} onChange={({ target }) => form.setPurpose(target.value as Purpose)}>
          {purposes.map((each) => (
            <option key={each} value={each}>
              {word(each)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

/** All that was asked for, or only some reports of it. */
const What = ({ form: { draft, narrowed, setNarrowed, reports, setReports } }: { readonly form: Form }) => {
  const { t } = usePlainWords()
  const { model } = useOpenDoor()
  const eligible = model.reports.filter(
    ({ id, versions }) =>
      (draft.scope !== 'reports' || draft.reports?.includes(id)) &&
      (draft.scope !== 'items' || draft.items?.some((item) => versions.at(-1)?.payload.item === item)),
  )
  return (
    <fieldset>
      <legend>{t('给看什么', 'What may be seen')}</legend>
      {draft.scope !== 'reports' && (
        <>
          <label className="choice">
            <input type="radio" name="scope" checked={!narrowed} onChange={() => setNarrowed(false)} />
            <Scope scope={draft.scope} {...(draft.items && { items: draft.items })} />
          </label>
          <label className="choice">
            <input type="radio" name="scope" checked={narrowed} onChange={() => setNarrowed(true)} />
            {t('只给这些报告：', 'only these reports:')}
          </label>
        </>
      )}
      {narrowed && <ReportsField reports={eligible} chosen={reports} onChoose={setReports} />}
    </fieldset>
  )
}

/** What will be signed, in a sentence; then its way to the ledger. */
const Summary = ({ form }: { readonly form: Form }) => {
  const { t, word, institution } = usePlainWords()
  const { draft, signing, grantee, purpose, scope, reports, hours, isReady, give } = form
  return (
    <section className="card" aria-live="polite">
      <h2>{t('您将签署', 'You will sign')}</h2>
      <p data-summary>
        {t('允许', 'I allow ')}
        {institution(grantee) || '…'}
        {t('从现在起 ', ' from now on, for ')}
        <Hours hours={hours} />
        {t(`内，为了${word(purpose)}，打开`, `, for ${word(purpose)}, to open `)}
        <Scope scope={scope} {...(draft.items && { items: draft.items })} reports={reports} />
        {draft.instead && t('；原来的授权同时撤销', '; the earlier grant is revoked at the same time')}
        {t('。', '.')}
      </p>
      <p className="actions">
        <button
          type="button"
          disabled={!isReady || signing.busy || signing.stage === 'witnessed'}
          onClick={() => void give()}
        >
          {t('用本机密钥签名并授权', 'Sign with this device’s key')}
        </button>
        <a href="#/consents">{t('返回，不授权', 'Back, without granting')}</a>
      </p>
      <Stages stage={signing.stage} problem={signing.problem} />
      {signing.stage === 'witnessed' && (
        <Notice kind="good">
          {t('授权已生效，可随时撤销。', 'The grant is in force; you can revoke it at any time.')}
        </Notice>
      )}
    </section>
  )
}
