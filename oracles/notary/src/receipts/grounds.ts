import {
  consentErasure,
  consentRevocation,
  institution,
  isStatementOf,
  keyRevocation,
  type ParsedStatement,
  parseEnvelope,
  patientKey,
  report,
} from '@huren/records'
import type { Relation } from '../log/index-keys.ts'
import type { NotaryLog } from '../log/notary-log.ts'

/** Collects what a statement rests on: the entries that a verifier needs to judge it with nothing but a trust file. */
export class Grounds {
  readonly #log: NotaryLog
  readonly #size: number
  readonly #found = new Set<number>()

  /** @param size of the checkpoint: later entries are not proven by it */
  constructor(log: NotaryLog, size: number) {
    this.#log = log
    this.#size = size
  }

  /** Entry numbers, in log order, without `subject` itself. */
  async of(subject: number): Promise<number[]> {
    const statement = await this.#statement(subject)
    if ((await this.#result(statement.id, subject)) !== 'committed') return []
    await this.#add(subject)
    await this.#aftermath(statement)
    this.#found.delete(subject)
    return [...this.#found].sort((a, b) => a - b)
  }

  async #statement(index: number): Promise<ParsedStatement> {
    return parseEnvelope(await this.#log.envelope(index))
  }

  async #result(id: string, index: number): Promise<string | undefined> {
    return this.#log.result(id, index)
  }

  async #related(relation: Relation, id: string): Promise<number[]> {
    return (await this.#log.related(relation, id)).filter((index) => index < this.#size)
  }

  async #add(index: number): Promise<void> {
    if (this.#found.has(index)) return
    this.#found.add(index)
    const statement = await this.#statement(index)
    for (const { keyid } of statement.envelope.signatures) await this.#key(keyid)
    const { issuer } = statement.payload
    if (typeof issuer === 'string') await this.#institution(issuer, index, statement)
    await this.#referredTo(statement, index)
  }

  /** Registration, revocations and replacements of a key: also those that came later, which the verifier tells. */
  async #key(id: string): Promise<void> {
    for (const index of await this.#related('k', id)) await this.#add(index)
  }

  /** The versions in force when the statement was issued and when it was committed; none for a central organisation. */
  async #institution(id: string, index: number, { payload }: ParsedStatement): Promise<void> {
    const issued = Date.parse(payload.issuedAt)
    const committed = Number((await this.#log.reader.leaf(index)).toString().split('\n')[5]) || issued
    const moments = [issued, Math.max(issued, committed)]
    const versions: { at: number; index: number }[] = []
    for (const candidate of await this.#related('i', id)) {
      if (candidate >= index) continue
      const version = await this.#statement(candidate)
      if (isStatementOf(institution, version))
        versions.push({ at: Date.parse(version.payload.effectiveFrom), index: candidate })
    }
    for (const moment of moments) {
      const inForce = versions.findLast(({ at }) => at <= moment)
      if (inForce) await this.#add(inForce.index)
    }
  }

  async #referredTo(statement: ParsedStatement, index: number): Promise<void> {
    if (isStatementOf(report, statement))
      for (const version of await this.#related('r', statement.payload.report))
        if (version < index) await this.#add(version)
    if (isStatementOf(consentRevocation, statement) || isStatementOf(consentErasure, statement))
      await this.#committed(statement.payload.statement)
    if (isStatementOf(keyRevocation, statement)) await this.#key(statement.payload.key)
    if (isStatementOf(patientKey, statement) && statement.payload.replaces)
      await this.#key(statement.payload.replaces)
  }

  async #committed(id: string): Promise<void> {
    for (const index of await this.#related('s', id))
      if ((await this.#result(id, index)) === 'committed') await this.#add(index)
  }

  /** What happened to the subject later: the next version of a report, an erasure. */
  async #aftermath(statement: ParsedStatement): Promise<void> {
    for (const index of await this.#related('x', statement.id)) await this.#add(index)
    if (!isStatementOf(report, statement)) return
    for (const index of await this.#related('r', statement.payload.report)) {
      const later = await this.#statement(index)
      if (isStatementOf(report, later) && later.payload.supersedes === statement.id) await this.#add(index)
    }
  }
}
