import type { EntryRow } from '@huren/explorer-index'
import Joi from 'joi'

/** How far a committed statement is; only `witnessed` is proof. */
export type Stage = 'committed' | 'logged' | 'witnessed'

export interface Staged {
  readonly stage: Stage
  /** The stage that it should have reached by now, by what the notary promises. */
  readonly overdue?: Stage
}
/** Milliseconds that each stage may take after the one before, as the notary publishes them. */
interface Within {
  readonly logged: number
  readonly witnessed: number
}

/** For all questions of one page together, in milliseconds. */
const patience = 3000
/** Witnessed stays witnessed: it need not be asked again. */
const remembered = 50_000

const answer = Joi.object<{ stage: 'logged' | 'witnessed' }>({
  stage: Joi.valid('logged', 'witnessed').required(),
}).unknown()
const health = Joi.object<{ within: Within }>({
  within: Joi.object({ logged: Joi.number().required(), witnessed: Joi.number().required() })
    .unknown()
    .required(),
}).unknown()

/** The stage that is late. @param age milliseconds since the statement was put on the ledger */
export const overdueOf = (stage: Stage, age: number, within: Within): Stage | undefined => {
  if (stage === 'committed' && age > within.logged) return 'logged'
  if (stage === 'logged' && age > within.logged + within.witnessed) return 'witnessed'
  return undefined
}

/** Asks the organisation's notary how far statements are. */
export class Stages {
  readonly #notary: string | undefined
  readonly #witnessed = new Set<string>()
  #within: Within | undefined

  constructor(notary: string | undefined) {
    this.#notary = notary
  }

  /**
   * The stages of committed rows, in their order.
   * @returns `away` when the notary does not answer in time: then nobody knows more than `committed`
   */
  async of(
    rows: readonly Pick<EntryRow, 'id' | 'at'>[],
    now = Date.now(),
  ): Promise<{ readonly notary: 'none' | 'away' | 'ok'; readonly stages: readonly Staged[] }> {
    const unknown = rows.map(() => ({ stage: 'committed' }) as const)
    if (!this.#notary) return { notary: 'none', stages: unknown }
    const signal = AbortSignal.timeout(patience)
    try {
      const within = await this.#limits(signal)
      const stages = await Promise.all(rows.map(({ id }) => this.#one(id ?? '', signal)))
      const staged = stages.map((stage, i): Staged => {
        const overdue = overdueOf(stage, now - Date.parse(rows[i]?.at ?? ''), within)
        return { stage, ...(overdue && { overdue }) }
      })
      return { notary: 'ok', stages: staged }
    } catch {
      return { notary: 'away', stages: unknown }
    }
  }

  async #limits(signal: AbortSignal): Promise<Within> {
    // how a notary is, it says with any status
    this.#within ??= Joi.attempt(
      await (await fetch(`${this.#notary}/healthz`, { signal })).json(),
      health,
    ).within
    return this.#within
  }

  async #one(id: string, signal: AbortSignal): Promise<Stage> {
    if (this.#witnessed.has(id)) return 'witnessed'
    const response = await fetch(`${this.#notary}/statements/${id}`, { signal })
    if (response.status === 404) return 'committed'
    const { stage } = Joi.attempt(await response.json(), answer)
    if (stage === 'witnessed') {
      if (this.#witnessed.size >= remembered) this.#witnessed.clear()
      this.#witnessed.add(id)
    }
    return stage
  }
}
