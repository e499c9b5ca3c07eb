import { Alert, Card } from 'antd'
import { useAnswer } from '../../api.ts'
import { useWords } from '../../language.tsx'
import { time } from '../pages/statements.tsx'

interface Version {
  readonly at: string
  readonly account: string
  readonly note: string
  readonly before?: object
  readonly after?: object
}

/** Fields that a version changed, from what to what. */
const differences = ({ before = {}, after = {} }: Version): [string, string, string][] => {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): [string, string, string][] => {
    const [a, b] = [old.get(name), now.get(name)].map((value) => JSON.stringify(value) ?? '—')
    return a === b ? [] : [[name, a ?? '—', b ?? '—']]
  })
}

/** Every version of a rule: who made it, when, why, and what was changed. */
export const RuleVersions = ({ id }: { readonly id: string }) => {
  const { t } = useWords()
  const { value, problem } = useAnswer<{ rows: Version[] }>(`/api/rules/${encodeURIComponent(id)}/versions`)
  return (
    <Card size="small" title={t('版本', 'Versions')} data-versions={value?.rows.length}>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      {value?.rows.length === 0 && t('从未改动：默认规则', 'Never changed: as it came')}
      {value?.rows.map((version, place) => (
        <section key={version.at} aria-label={version.at}>
          <h2>
            {value.rows.length - place} · {time(version.at)} · {version.account}
          </h2>
          <p>{version.note}</p>
          <ul className="steps">
            {differences(version).map(([name, before, after]) => (
              <li key={name} className="mono">
                {name}: {before} → {after}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  )
}
