import { type Card, openSelfSigned, type Share, seal, signDocument } from '@huren/letters'
import type { Instant, RecordId } from '@huren/records'
import { useEffect, useState } from 'react'
import { ask } from '../../api.ts'
import { grantOf } from '../data/grants.ts'
import { verify } from '../data/letters.ts'
import type { MyReport } from '../data/records.ts'
import { api, send } from '../data/server.ts'
import { now, signerOf } from '../device/sign.ts'
import { useOpenDoor } from '../door.tsx'
import { HoursField, ReportsField } from '../parts/fields.tsx'
import { Notice } from '../parts/notice.tsx'
import { nameRelative, relativeName } from '../parts/relative-name.ts'
import { Stages, useSigning } from '../parts/signing.tsx'
import { usePlainWords } from '../parts/words.ts'

/** The card of the relative's device, believed by its own signature and by the id that was scanned. */
const useCard = (key: string) => {
  const [card, setCard] = useState<Card>()
  const [problem, setProblem] = useState('')
  useEffect(() => {
    ask(`${api}/cards/${key}`)
      .then((text) => openSelfSigned('card', text, verify).payload)
      .then((found) => (found.key === key ? setCard(found) : setProblem(key)))
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
  }, [key])
  return { card, problem }
}

const month = 24 * 30

/** Lets a relative see some reports: a grant that names their key, and the openings sealed to their device. */
export const NewRelative = ({ id }: { readonly id: string }) => {
  const { t, institution } = usePlainWords()
  const { model, device, site } = useOpenDoor()
  const { card, problem } = useCard(id)
  const signing = useSigning()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [hours, setHours] = useState(month)
  const [from, setFrom] = useState(site.name)
  const [name, setName] = useState(() => relativeName(id) ?? '')
  const mine = model.reports.filter(({ opens }) => opens)
  const reports = mine.filter((report) => chosen.includes(report.id))
  const keeper = reports[0]?.versions.at(-1)?.payload.issuer
  if (id === device.key)
    return <Notice kind="bad">{t('这是您自己的名片码。', 'This is your own code.')}</Notice>
  if (problem)
    return (
      <Notice kind="bad">
        {t(`没有这把密钥的名片：${problem}`, `There is no card of this key: ${problem}`)}
      </Notice>
    )
  if (!card) return <Notice kind="busy">{t('正在读取名片…', 'Reading the card…')}</Notice>
  const give = async () => {
    if (!keeper) return
    nameRelative(id, name)
    const consent = crypto.randomUUID() as RecordId
    const grant = await grantOf(
      consent,
      {
        grantee: keeper,
        purpose: 'second-opinion',
        scope: 'reports',
        reports: reports.map(({ id }) => id as RecordId),
        hours,
        relative: card.key,
      },
      device,
      model.person ?? site.name,
    )
    const share: Share = { kind: 'share', consent, from, notAfter: grant.notAfter, parts: partsOf(reports) }
    await signing.sign([['consent', grant]], async () => {
      // the letter bears the grant's id, so that it can be taken back with it
      const letter = await seal(share, card, {
        from: device.key,
        letter: consent,
        issuedAt: now(),
        notAfter: grant.notAfter as Instant,
      })
      await send('letters', await signDocument('letter', letter, signerOf(device)))
    })
  }
  return (
    <>
      <h1>{t('让亲属查看报告', 'Let a relative see reports')}</h1>
      <Notice kind="info">
        {t(
          `请与亲属核对：其页面上的标识应为 ${id.slice(0, 8)}。`,
          `Compare with their screen: it should say ${id.slice(0, 8)}.`,
        )}
      </Notice>
      <label>
        {t('这位亲属是（只存在本机，如“妈妈”）', 'Who this is (kept on this device only)')}
        <input value={name} maxLength={40} onChange={({ target }) => setName(target.value)} />
      </label>
      <label>
        {t('亲属看到的称呼', 'How they shall see you')}
        <input value={from} maxLength={100} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <fieldset>
        <legend>{t('哪些报告', 'Which reports')}</legend>
        <ReportsField reports={mine} chosen={chosen} onChoose={setChosen} />
      </fieldset>
      <HoursField most={24 * 365} hours={hours} onChoose={setHours} />
      <p>
        {t(
          `亲属可在自己的手机上看到这些报告的记录与互认结果，也可以替您撤销。账本上只记下双方的密钥和保管机构${keeper ? `${institution(keeper)}` : ''}，没有姓名。`,
          `They see the records of these reports and their recognition on their own device, and can revoke on your behalf. The ledger keeps both keys and the keeping institution${keeper ? ` ${institution(keeper)}` : ''}, no names.`,
        )}
      </p>
      <button
        type="button"
        disabled={!keeper || !from.trim() || signing.busy || signing.stage === 'witnessed'}
        onClick={() => void give()}
      >
        {t('用本机密钥签名', 'Sign with this device’s key')}
      </button>
      <Stages stage={signing.stage} problem={signing.problem} />
    </>
  )
}

/** Openings by the person that they open for. */
const partsOf = (reports: readonly MyReport[]): Share['parts'] => {
  const people = new Map<string, MyReport[]>()
  for (const report of reports) people.set(report.person, [...(people.get(report.person) ?? []), report])
  return [...people].map(([person, own]) => ({ person, openings: own.map(({ opening }) => opening) }))
}
