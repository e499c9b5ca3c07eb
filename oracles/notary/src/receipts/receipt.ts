import type { NotaryLog } from '../log/notary-log.ts'
import { Grounds } from './grounds.ts'

/** Why there is no receipt (yet), by stable code. */
export class NoReceipt extends Error {
  override readonly name = 'NoReceipt'
  readonly code: 'statement-unknown' | 'not-witnessed'
  constructor(code: NoReceipt['code'], message: string) {
    super(message)
    this.code = code
  }
}

const about =
  '互认存证回执：用信任文件离线验证，无需联网。A Huren receipt: verify it offline with a trust file (huren receipt verify).'

/** Which of a statement's entries a receipt is about: the one that committed it, or else the first. */
const entryOf = async (log: NotaryLog, id: string): Promise<number | undefined> => {
  const entries = await log.related('s', id)
  for (const index of entries) if ((await log.result(id, index)) === 'committed') return index
  return entries[0]
}

/** Where a statement stands: `logged` is not yet proof, `witnessed` is. */
export const stageOf = async (log: NotaryLog, id: string, witnessedSize: number) => {
  const index = await entryOf(log, id)
  if (index === undefined) return undefined
  return { index, stage: index < witnessedSize ? ('witnessed' as const) : ('logged' as const) }
}

/**
 * The receipt of a statement as one file. Format: explorer/verify/SPEC.md, section 5.
 * @param checkpoint the newest witnessed checkpoint, and its size
 * @throws NoReceipt
 */
export const receiptFor = async (
  log: NotaryLog,
  id: string,
  checkpoint: { readonly note: string; readonly size: number } | undefined,
): Promise<string> => {
  const subject = await entryOf(log, id)
  if (subject === undefined)
    throw new NoReceipt('statement-unknown', `日志中没有此声明 / the log has no statement ${id}`)
  if (!checkpoint || subject >= checkpoint.size)
    throw new NoReceipt(
      'not-witnessed',
      '此声明已入日志，尚未见证 / the statement is logged and not witnessed yet',
    )
  const others = await new Grounds(log, checkpoint.size).of(subject)
  return assemble(log, [subject, ...others], checkpoint)
}

const assemble = async (
  log: NotaryLog,
  entries: readonly number[],
  { note, size }: { readonly note: string; readonly size: number },
): Promise<string> => {
  const numbers = new Map<string, number>()
  const number = (hash: Uint8Array) => {
    const key = Buffer.from(hash).toString('base64')
    const known = numbers.get(key) ?? numbers.size
    numbers.set(key, known)
    return known
  }
  const statements: object[] = []
  for (const index of entries)
    statements.push({
      index,
      leaf: (await log.reader.leaf(index)).toString(),
      path: (await log.reader.inclusionProof(index, size)).map(number),
      envelope: await log.envelope(index),
    })
  const hashes = Buffer.concat([...numbers.keys()].map((key) => Buffer.from(key, 'base64'))).toString(
    'base64',
  )
  return `${JSON.stringify({ format: 'huren-receipt/v1', about, checkpoint: note, statements, hashes })}\n`
}
