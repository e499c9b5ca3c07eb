import { useState } from 'react'
import { FileButton } from '../../file-button.tsx'
import { inChinaTime } from '../../time.ts'
import { type ImageList, imageListOf } from '../data/images.ts'
import { isMine } from '../data/records.ts'
import { useOpenDoor } from '../door.tsx'
import { download } from '../parts/download.ts'
import { Notice } from '../parts/notice.tsx'
import { usePlainWords } from '../parts/words.ts'

const week = 7 * 86_400_000

/** Who looked at my images, by each imaging cloud's list, and whether the list is complete (PAT-8, CITY-3). */
export const Images = () => {
  const { t } = usePlainWords()
  const { model } = useOpenDoor()
  return (
    <section>
      <h2>{t('谁看过我的影像', 'Who looked at my images')}</h2>
      {model.images.length === 0 && (
        <p>
          {t(
            '还没有影像云把调阅清单寄到本机。',
            'No imaging cloud has sent its list of looks to this device yet.',
          )}
        </p>
      )}
      {model.images.map((list) => (
        <CloudList key={`${list.cloud} ${list.content.name}`} list={list} />
      ))}
      <FromFile />
    </section>
  )
}

/** A list that the imaging cloud gave as a file; it stays on this device. */
const FromFile = () => {
  const { t } = usePlainWords()
  const [name, setName] = useState('')
  const [list, setList] = useState<ImageList>()
  const load = async (file: File) => setList(await imageListOf(await file.text(), name))
  return (
    <details>
      <summary>{t('核验影像云给我的清单文件', 'Verify a list that I have as a file')}</summary>
      <label>
        {t('我在影像云的编号', 'My identifier in the imaging cloud')}
        <input value={name} maxLength={128} onChange={({ target }) => setName(target.value.trim())} />
      </label>
      <FileButton label={t('清单文件', 'The file')} disabled={!name} onFile={(file) => void load(file)} />
      {list && <CloudList list={list} />}
    </details>
  )
}

const CloudList = ({ list: { cloud, content, verdict } }: { readonly list: ImageList }) => {
  const { t, say, when, institution } = usePlainWords()
  const { model } = useOpenDoor()
  if (verdict.outcome === 'rejected')
    return (
      <div data-images="rejected">
        <Notice kind="bad">
          {institution(cloud)}：{t('清单不可信。', 'the list is not to be trusted. ')}
          {say(verdict.sentence)}
        </Notice>
      </div>
    )
  const { log, entries, proven, warnings, notProven } = verdict
  const until = new Date(log.at).toISOString()
  const earlier = verdict.after.count
  return (
    <article className="card" data-images="valid">
      <h3>{institution(cloud)}</h3>
      <p>
        <b>
          {t(
            `清单完整：截至 ${when(until)}，${earlier > 0 ? `在先前的 ${earlier} 次之后` : ''}共 ${entries.length} 次，一次不少。`,
            `Complete: ${entries.length} looks ${earlier > 0 ? `after the first ${earlier} ` : ''}until ${when(until)}, none left out.`,
          )}
        </b>
      </p>
      {model.readAt - log.at > week && (
        <Notice kind="warn">
          {t(
            '清单已超过一周，请向影像云索取新的。',
            'The list is more than a week old: ask the imaging cloud for a newer one.',
          )}
        </Notice>
      )}
      <ul>
        {entries.map((entry) => (
          <li key={entry.index}>
            <Look entry={entry} />
          </li>
        ))}
      </ul>
      <details className="proof proven">
        <summary>
          <span aria-hidden="true">✓</span> {t('已在本机核验', 'Verified on this device')}
        </summary>
        <ul>
          {[...proven, ...warnings].map((sentence) => (
            <li key={sentence.en}>{inChinaTime(say(sentence))}</li>
          ))}
        </ul>
        <p>{t('没有证明的：', 'Not proven:')}</p>
        <ul>
          {notProven.map((sentence) => (
            <li key={sentence.en}>{inChinaTime(say(sentence))}</li>
          ))}
        </ul>
        <button type="button" onClick={() => download(content.list, 'access-list.json')}>
          {t('保存清单', 'Save the list')}
        </button>
      </details>
    </article>
  )
}

type Entry = Extract<ImageList['verdict'], { outcome: 'valid' }>['entries'][number]

/** One look; a ground that is not among my grants stands out. */
const Look = ({ entry: { index, event, erasure, erased } }: { readonly entry: Entry }) => {
  const { t, when, word, institution } = usePlainWords()
  const { model } = useOpenDoor()
  if (erasure)
    return t(`第 ${erasure.erases} 条的内容已删除`, `the content of entry ${erasure.erases} was erased`)
  if (!event)
    return t(
      `第 ${index} 条，内容已于 ${when(erased?.erasedAt ?? '')} 删除`,
      `entry ${index}: erased ${when(erased?.erasedAt ?? '')}`,
    )
  return (
    <>
      {when(event.at)} · {institution(event.institution)} · {word(event.action)} ·{' '}
      {event.emergency ? (
        <b>{t('紧急调阅', 'emergency')}</b>
      ) : isMine(model.consents, event.consent) ? (
        <a href={`#/consent/${event.consent}`}>{t('凭您的授权', 'under your grant')}</a>
      ) : (
        <b className="doubt">{t('所称授权不是您给的', 'the grant that it names is not yours')}</b>
      )}
    </>
  )
}
