import { type ParsedStatement, parseEnvelope } from '@huren/records'
import { readReceipt, type Verdict, verifyReceiptAsync } from '@huren/verify'
import { ask, Problem } from '../api.ts'
import type { Words } from '../language.tsx'

const trustKey = 'huren.trust'

/** The trust file: the user's own if one was loaded here, else the one that the server offers. @param api the door's API */
export const trustFile = async (api = '/api'): Promise<{ text: string; own: boolean }> => {
  const own = localStorage.getItem(trustKey)
  return own ? { text: own, own: true } : { text: await offeredBy(api), own: false }
}
/** The server's, asked for once a page; a failure is not kept. */
const offered = new Map<string, Promise<string>>()
const offeredBy = (api: string): Promise<string> => {
  const text = offered.get(api) ?? ask(`${api}/trust`)
  offered.set(api, text)
  text.catch(() => offered.delete(api))
  return text
}
/** Whether the user has loaded one, also one by which nothing is proven. */
export const hasOwnTrust = (): boolean => localStorage.getItem(trustKey) !== null
export const keepTrust = (text: string) => localStorage.setItem(trustKey, text)
export const forgetTrust = () => localStorage.removeItem(trustKey)

/** What a trust file calls the central organisations, by their ids. */
export const organisationNames = (trust: string): ReadonlyMap<string, Words> => {
  const { organisations }: { organisations?: { institution: string; name: Words }[] } = JSON.parse(trust)
  return new Map((organisations ?? []).map(({ institution, name }) => [institution, name]))
}

/** What is true about a statement, as far as this browser can tell by itself. */
export type Proof =
  | {
      readonly kind: 'proven'
      readonly verdict: Verdict
      readonly statement: ParsedStatement
      readonly receipt: string
      readonly own: boolean
    }
  | { readonly kind: 'lie'; readonly zh: string; readonly en: string }
  | { readonly kind: 'unproven'; readonly zh: string; readonly en: string }

const lie = (zh: string, en: string): Proof => ({ kind: 'lie', zh, en })

/**
 * Verifies a statement with the receipt and the trust file; the server's word counts for nothing. What the server shows
 * must be what the receipt proves, byte for byte.
 * @param id the statement that was asked for @param shown the envelope that the server showed
 * @param api the door's API
 */
export const prove = async (id: string, shown: string, api = '/api'): Promise<Proof> => {
  const statement = read(shown)
  if (statement?.id !== id)
    return lie(
      '服务器给出的内容不是这条声明，内容被改动。',
      'What the server showed is not this statement: it was altered.',
    )
  const files = await Promise.all([ask(`${api}/receipts/${id}`), trustFile(api)]).catch(
    (problem: unknown) => problem,
  )
  if (!Array.isArray(files)) {
    const why = files instanceof Problem ? files.message : String(files)
    return { kind: 'unproven', zh: `暂无证明：${why}`, en: `No proof yet: ${why}` }
  }
  const [receipt, trust] = files
  const verdict = await verifyReceiptAsync(receipt, trust.text)
  if (verdict.outcome === 'rejected') return lie(verdict.sentence.zh, verdict.sentence.en)
  if (verdict.subject.id !== id) return lie('回执是另一条声明的。', 'The receipt is of another statement.')
  if (readReceipt(receipt).statements[0]?.envelope !== shown)
    return lie(
      '服务器给出的签名与账本中的不同。',
      'The signatures that the server showed are not those on the ledger.',
    )
  return { kind: 'proven', verdict, statement, receipt, own: trust.own }
}

const read = (text: string): ParsedStatement | undefined => {
  try {
    return parseEnvelope(text)
  } catch {
    return undefined
  }
}
