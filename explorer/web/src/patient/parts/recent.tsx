import type { Model } from '../data/model.ts'
import { useOpenDoor } from '../door.tsx'
import { usePlainWords } from './words.ts'

interface Event {
  readonly key: string
  readonly at: string
  readonly text: string
  readonly place: string
}

/** Entries of the list; the rest stands on the pages behind. */
const most = 6

/** What happened to my records, the newest first: issued, changed, recognised or not, opened. */
const useEvents = ({ reports, looks }: Model): readonly Event[] => {
  const { t, item, institution } = usePlainWords()
  const titles = new Map(
    reports.map(({ id, title, versions }) => [id, title ?? item(versions.at(-1)?.payload.item ?? id)]),
  )
  const issued = reports.flatMap(({ id, versions }) =>
    versions.map(({ row, payload }) => ({
      ...{ key: row.id, at: row.at, place: `report/${id}` },
      text: t(
        `${institution(payload.issuer)}签发了“${titles.get(id)}”${payload.version > 1 ? `（第 ${payload.version} 版）` : ''}`,
        `${institution(payload.issuer)} issued “${titles.get(id)}”${payload.version > 1 ? ` (version ${payload.version})` : ''}`,
      ),
    })),
  )
  const decided = reports.flatMap(({ id, decisions }) =>
    decisions.map(({ row, payload }) => ({
      ...{ key: row.id, at: row.at, place: `report/${id}` },
      text:
        payload.outcome === 'recognised'
          ? t(
              `${institution(payload.issuer)}互认了“${titles.get(id)}”，不必重做`,
              `${institution(payload.issuer)} recognised “${titles.get(id)}”: no need to repeat it`,
            )
          : t(
              `${institution(payload.issuer)}未互认“${titles.get(id)}”`,
              `${institution(payload.issuer)} did not recognise “${titles.get(id)}”`,
            ),
    })),
  )
  const opened = looks.map(({ row, payload, kind }) => ({
    ...{ key: row.id, at: row.at, place: 'accesses' },
    text:
      kind === 'emergency'
        ? t(
            `${institution(payload.issuer)}紧急调阅了您的报告`,
            `${institution(payload.issuer)} opened your reports in an emergency`,
          )
        : t(
            `${institution(payload.issuer)}打开了“${titles.get(payload.report) ?? payload.report}”`,
            `${institution(payload.issuer)} opened “${titles.get(payload.report) ?? payload.report}”`,
          ),
  }))
  return [...issued, ...decided, ...opened].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, most)
}

/** The latest of what happened, each leading to its page. */
export const Recent = () => {
  const { t, when } = usePlainWords()
  const { model } = useOpenDoor()
  const events = useEvents(model)
  if (events.length === 0) return null
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{t('最近发生', 'Lately')}</h2>
      <ol className="events" data-events={events.length}>
        {events.map(({ key, at, text, place }) => (
          <li key={key}>
            <time dateTime={at}>{when(at)}</time>
            <a href={`#/${place}`}>{text}</a>
          </li>
        ))}
      </ol>
    </section>
  )
}
