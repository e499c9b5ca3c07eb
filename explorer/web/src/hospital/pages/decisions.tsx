import { Alert, Button, Card, Select, Space, Table, Tag } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { Chart } from '../../chart.tsx'
import { useWords } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'
import { wordsOf } from '../../words.ts'
import { agrees, type KeyHolder, readPeople } from '../data/people.ts'
import { day, dayOf, type OwnKey } from '../data/site.ts'
import { useDesk } from '../parts/desk.tsx'
import { Short } from '../parts/labels.tsx'
import { TextFile } from '../parts/text-file.tsx'

type People = ReadonlyMap<string, KeyHolder>

interface Tally {
  readonly recognised: number
  readonly 'not-recognised': number
  readonly blocked: number
}
interface OfKey extends Tally {
  readonly signer: string
  readonly person?: KeyHolder
  readonly key?: OwnKey
}

const nothing: Tally = { recognised: 0, 'not-recognised': 0, blocked: 0 }
const outcomes = ['recognised', 'not-recognised', 'blocked'] as const
const colours = { recognised: '#0b8f7a', 'not-recognised': '#c77700', blocked: '#b3261e' } as const
const sum = (tally: Tally) => outcomes.reduce((all, outcome) => all + tally[outcome], 0)
const share = (tally: Tally) =>
  sum(tally) === 0 ? '—' : `${((tally.recognised / sum(tally)) * 100).toFixed(1)}%`

/** Counts by signing key and outcome, a row for each key. */
const byKey = (counts: readonly Count[], keys: readonly OwnKey[], people: People): OfKey[] => {
  const rows = Map.groupBy(counts, ({ key: [signer = ''] }) => signer)
  return [...rows].map(([signer, group]) => {
    const tally = Object.fromEntries(group.map(({ key: [, outcome = ''], count }) => [outcome, count]))
    const [person, key] = [people.get(signer), keys.find((each) => each.key === signer)]
    return { ...nothing, ...tally, signer, ...(person && { person }), ...(key && { key }) }
  })
}

const byDepartment = (
  rows: readonly OfKey[],
  unknown: string,
): (Tally & { department: string; keys: number })[] => {
  const groups = Map.groupBy(rows, ({ person }) => person?.department ?? unknown)
  return [...groups].map(([department, members]) => {
    const total = (outcome: keyof Tally) => members.reduce((all, member) => all + member[outcome], 0)
    return {
      department,
      keys: members.length,
      recognised: total('recognised'),
      'not-recognised': total('not-recognised'),
      blocked: total('blocked'),
    }
  })
}

/** A list loaded in this page stays until the page is closed, whichever page of the door is shown. */
let kept: People = new Map()

/** Decisions by doctor and department, as far as the records can tell (PROV-1, PROV-8). */
export const DecisionsPage = ({ version, dark }: { readonly version: number; readonly dark: boolean }) => {
  const { t } = useWords()
  const { skew } = useDesk()
  const [days, setDays] = useState(30)
  const [people, setPeople] = useState<People>(kept)
  const take = (list: People) => {
    kept = list
    setPeople(list)
  }
  const now = Date.now() - skew
  const period = { from: dayOf(now - (days - 1) * day), to: dayOf(now) }
  const query = queryOf({ type: 'decision', result: 'committed', ...period })
  const counts = useAnswer<{ counts: Count[] }>(
    `/api/counts?${query}&by=signer&by=outcome&limit=1000`,
    version,
  )
  const keys = useAnswer<{ keys: OwnKey[] }>('/api/hospital/keys', version)
  const rows = useMemo(
    () => byKey(counts.value?.counts ?? [], keys.value?.keys ?? [], people),
    [counts.value, keys.value, people],
  )
  const problem = counts.problem ?? keys.problem
  return (
    <>
      <Card>
        <div className="head">
          <h1>{t('互认决定：科室与医生', 'Decisions by department and doctor')}</h1>
          <Select
            aria-label={t('时间', 'Period')}
            value={days}
            onChange={setDays}
            options={[7, 30, 90, 365].map((n) => ({ value: n, label: t(`近 ${n} 天`, `last ${n} days`) }))}
          />
        </div>
      </Card>
      {problem && <Alert type="error" title={problem.message} />}
      <WhatIsKnown rows={rows} />
      <Card
        size="small"
        title={t('本院名单（只在本页，不上传）', 'Our own list (in this page only, sent nowhere)')}
      >
        <TextFile
          label={t('载入密钥持有人名单（JSON）', 'Load who holds which key (JSON)')}
          onText={(text) => take(readPeople(text))}
        />
        <p>
          {t('格式：', 'Format: ')}
          <code className="mono">{'[{"key":"…","name":"…","department":"…","holder":"…","salt":"…"}]'}</code>
        </p>
        {people.size > 0 && (
          <Space wrap>
            <span data-people={people.size}>{t(`已载入 ${people.size} 人`, `${people.size} loaded`)}</span>
            <Button onClick={() => take(new Map())}>{t('清除名单', 'Forget the list')}</Button>
          </Space>
        )}
      </Card>
      {people.size > 0 && <Departments rows={rows} dark={dark} />}
      <Doctors rows={rows} query={query} />
    </>
  )
}

/** Says plainly what the ledger cannot tell. */
const WhatIsKnown = ({ rows }: { readonly rows: readonly OfKey[] }) => {
  const { t } = useWords()
  const alone = rows.length === 1 && rows[0]
  return (
    <>
      <Alert
        type="info"
        data-known
        title={t(
          '决定记录里没有科室，也没有医生姓名：账本只知道是哪一把密钥签的名。一位医生一把密钥，就能按医生看；科室和姓名取自下面本院自己的名单。登记密钥时留了承诺值的，可以核对名单是否与登记一致。',
          'A decision names no department and no doctor: the ledger knows only which key signed. Where each doctor has a key, it can be read by doctor; departments and names come from your own list below, and a commitment made when the key was registered shows whether the list agrees with it.',
        )}
      />
      {alone && (
        <Alert
          type="warning"
          showIcon
          data-one-key
          title={t(
            `这段时间的 ${sum(alone)} 条决定全由一把密钥签名，分不出是哪位医生。`,
            `All ${sum(alone)} decisions of this period were signed by one key: which doctor decided cannot be known.`,
          )}
        />
      )}
    </>
  )
}

const Departments = ({ rows, dark }: { readonly rows: readonly OfKey[]; readonly dark: boolean }) => {
  const { t, language } = useWords()
  const unknown = t('名单以外', 'not on the list')
  const departments = useMemo(() => byDepartment(rows, unknown), [rows, unknown])
  const series = useMemo(
    () =>
      outcomes.map((outcome) => ({
        name: wordsOf(outcome)[language],
        colour: colours[outcome],
        values: departments.map((each) => each[outcome]),
      })),
    [departments, language],
  )
  const words = useMemo(() => departments.map(({ department }) => department), [departments])
  const pick = useCallback(() => {}, [])
  return (
    <Card title={t('按科室', 'By department')} data-departments={departments.length}>
      <Chart
        label={t('各科室的互认决定', 'Decisions by department')}
        kind="bar"
        words={words}
        series={series}
        dark={dark}
        onPick={pick}
      />
      <Scroll label={t('科室列表', 'List of departments')}>
        <Table
          rowKey="department"
          size="small"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={departments}
          columns={[
            { title: t('科室', 'Department'), dataIndex: 'department' },
            { title: t('密钥数', 'Keys'), dataIndex: 'keys' },
            ...outcomes.map((outcome) => ({ title: wordsOf(outcome)[language], dataIndex: outcome })),
            { title: t('互认率', 'Share recognised'), render: (_: unknown, row: Tally) => share(row) },
          ]}
        />
      </Scroll>
    </Card>
  )
}

const Agreement = ({
  person,
  keyRow,
}: {
  readonly person: KeyHolder
  readonly keyRow: OwnKey | undefined
}) => {
  const { t } = useWords()
  const how = agrees(person, keyRow)
  if (how === 'unproven') return null
  return (
    <Tag variant="solid" color={how === 'proven' ? '#0b6e5f' : '#b3261e'} data-agreement={how}>
      {how === 'proven' ? t('与登记一致', 'as registered') : t('与登记不符', 'not as registered')}
    </Tag>
  )
}

const Doctors = ({ rows, query }: { readonly rows: readonly OfKey[]; readonly query: string }) => {
  const { t, language } = useWords()
  const behind = (signer: string, outcome?: string) =>
    `submitted?${query}&signer=${signer}${outcome ? `&outcome=${outcome}` : ''}`
  return (
    <Card title={t('按签名密钥（医生或系统）', 'By signing key (doctor or system)')}>
      <Scroll label={t('签名密钥列表', 'List of signing keys')}>
        <Table<OfKey>
          rowKey="signer"
          size="small"
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
          dataSource={[...rows]}
          columns={[
            {
              title: t('密钥', 'Key'),
              render: (_, { signer }) => (
                <span data-signer={signer}>
                  <Short id={signer} />
                </span>
              ),
            },
            {
              title: t('医生（本院名单）', 'Doctor (our list)'),
              render: (_, { person, key }) =>
                person ? (
                  <>
                    {person.name} · {person.department} <Agreement person={person} keyRow={key} />
                  </>
                ) : (
                  t('名单中没有', 'not on the list')
                ),
            },
            ...outcomes.map((outcome) => ({
              title: wordsOf(outcome)[language],
              key: outcome,
              render: (_: unknown, row: OfKey) => (
                <a
                  href={`#/${behind(row.signer, outcome)}`}
                  aria-label={`${wordsOf(outcome)[language]} ${row[outcome]}`}
                >
                  {row[outcome]}
                </a>
              ),
            })),
            { title: t('互认率', 'Share recognised'), render: (_, row) => share(row) },
          ]}
        />
      </Scroll>
    </Card>
  )
}
