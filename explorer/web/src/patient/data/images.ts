import type { ImageLooks } from '@huren/letters'
import { type AccessListVerdict, verifyAccessList } from '@huren/verify'
import { trustFile } from '../../proof/prove.ts'
import type { Received } from './letters.ts'
import { api } from './server.ts'

/** An imaging cloud's list of who looked at my images, judged in this browser. */
export interface ImageList {
  /** The institution that sent it. */
  readonly cloud: string
  readonly content: ImageLooks
  readonly verdict: AccessListVerdict
}

/** The newest list of each imaging cloud and name; a list counts only when it is of the log of whoever sent it. */
const newest = (received: readonly Received[]) => {
  const lists = new Map<string, { cloud: string; content: ImageLooks; issuedAt: string }>()
  for (const { letter, content } of received) {
    if (content.kind !== 'images' || !letter.issuer) continue
    const place = `${letter.issuer} ${content.name}`
    const { issuedAt } = letter
    if ((lists.get(place)?.issuedAt ?? '') < issuedAt)
      lists.set(place, { cloud: letter.issuer, content, issuedAt })
  }
  return [...lists.values()]
}

const ofAnother: AccessListVerdict = {
  outcome: 'rejected',
  code: 'access-checkpoint',
  sentence: {
    zh: '寄来的是另一家机构日志的清单。',
    en: 'What was sent is a list of another institution’s log.',
  },
}

const judge = async (list: string, name: string, now: number): Promise<AccessListVerdict> =>
  verifyAccessList(list, (await trustFile(api)).text, { name, now })

/** @param now milliseconds since 1970 */
export const imageLists = (received: readonly Received[], now: number): Promise<ImageList[]> =>
  Promise.all(
    newest(received).map(async ({ cloud, content }) => {
      const verdict = await judge(content.list, content.name, now)
      const isTheirs = verdict.outcome === 'rejected' || verdict.log.issuer === cloud
      return { cloud, content, verdict: isTheirs ? verdict : ofAnother }
    }),
  )

/** A list that the person has as a file, too long for a letter: whose log it is, it says and proves itself. */
export const imageListOf = async (list: string, name: string): Promise<ImageList> => {
  const verdict = await judge(list, name, Date.now())
  const cloud = verdict.outcome === 'valid' ? verdict.log.issuer : ''
  return { cloud, content: { kind: 'images', name, list }, verdict }
}
