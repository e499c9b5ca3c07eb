import { families, recordTypes } from '@huren/records'
import { Alert, Card, Table } from 'antd'
import { type Count, queryOf, useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { Scroll } from '../../scroll.tsx'

const names = {
  Registry: { zh: '登记', en: 'Registry' },
  Report: { zh: '报告', en: 'Report' },
  Recognition: { zh: '互认', en: 'Recognition' },
  Consent: { zh: '授权', en: 'Consent' },
  AccessLog: { zh: '调阅日志', en: 'Access log' },
  Referral: { zh: '转诊', en: 'Referral' },
}

/** Calls of contracts: how many, and where they are listed. */
const listOf = (calls: readonly Count[]) => ({
  count: calls.reduce((total, { count }) => total + count, 0),
  place: `#/transactions?${queryOf({
    function: [...new Set(calls.map(({ key: [called = ''] }) => called))],
    validation: [...new Set(calls.map(({ key: [, validation = ''] }) => validation))],
  })}`,
})
type Listed = ReturnType<typeof listOf>

const Calls = ({ count, place }: Listed) => (count === 0 ? '0' : <a href={place}>{count.toLocaleString()}</a>)

const sum = (counts: readonly Count[], keep: (key: readonly string[]) => boolean) =>
  counts.filter(({ key }) => keep(key)).reduce((total, { count }) => total + count, 0)

/** The six contracts: which statements each takes, how many came, how many it refused (CHAIN-37, CHAIN-40). */
export const Contracts = ({ version }: { readonly version: number }) => {
  const { t, say } = useWords()
  const statements = useAnswer<{ counts: Count[] }>('/api/counts?by=type&by=result', version)
  const calls = useAnswer<{ counts: Count[] }>('/api/transaction-counts?by=function&by=validation', version)
  const problem = statements.problem ?? calls.problem
  // no number is shown before it is known
  if (!problem && !(statements.value && calls.value)) return <Card loading />
  const byType = statements.value?.counts ?? []
  const byCall = calls.value?.counts ?? []
  const rows = families.map((family) => {
    const types = recordTypes.filter((type) => type.family === family)
    const named = types.map(({ name }) => name)
    const mine = (key: readonly string[]) => named.includes(key[0] ?? '')
    const calledIn = byCall.filter(({ key: [called = ''] }) => called.startsWith(`${family}:`))
    const invalid = calledIn.filter(({ key: [, validation] }) => validation !== 'VALID')
    return {
      family,
      types,
      calls: listOf(calledIn),
      invalid: listOf(invalid),
      committed: sum(byType, (key) => mine(key) && key[1] === 'committed'),
      refused: sum(byType, (key) => mine(key) && key[1] === 'refused'),
      named,
    }
  })
  const behind = (named: readonly string[], result: string) =>
    `#/statements?${named.map((name) => `type=${name}`).join('&')}&result=${result}`
  const known = [...families.map((family) => `${family}:submit`), 'Registry:bootstrap', 'config']
  const unknown = byCall.filter(({ key }) => !known.includes(key[0] ?? ''))
  return (
    <Card title={t('合约', 'Contracts')}>
      {problem && <Alert type="error" title={problem.message} />}
      {unknown.map(({ key, count }) => (
        <Alert
          key={key.join()}
          type="error"
          title={t(
            `异常合约调用：${key[0]}（${count}）`,
            `An unknown function was called: ${key[0]} (${count})`,
          )}
          action={<a href={listOf([{ key, count }]).place}>{t('明细', 'list')}</a>}
        />
      ))}
      <Scroll label={t('合约列表', 'List of contracts')}>
        <Table
          rowKey="family"
          size="small"
          pagination={false}
          dataSource={rows}
          columns={[
            { title: t('合约', 'Contract'), render: (_, { family }) => `${say(names[family])} ${family}` },
            {
              title: t('声明类型', 'Statements'),
              render: (_, { types }) => types.map(({ label }) => say(label)).join('、'),
            },
            {
              title: t('交易（无效）', 'Transactions (invalid)'),
              render: (_, { calls, invalid }) => (
                <>
                  <Calls {...calls} /> (<Calls {...invalid} />)
                </>
              ),
            },
            {
              title: t('已上链', 'Committed'),
              render: (_, { named, committed }) => <a href={behind(named, 'committed')}>{committed}</a>,
            },
            {
              title: t('被拒绝', 'Refused'),
              render: (_, { named, refused }) => <a href={behind(named, 'refused')}>{refused}</a>,
            },
          ]}
        />
      </Scroll>
    </Card>
  )
}
