/** One thing that was looked at, and whether it was so. */
export interface Check {
  readonly zh: string
  readonly en: string
  readonly held: boolean
  /** What was found, when it was not so. */
  readonly found?: unknown
}

/** One line of the account. */
export type Told =
  | { readonly kind: 'heading' | 'note'; readonly zh: string; readonly en: string }
  | (Check & { readonly kind: 'check' })

/** What a run of the main job tells, line by line: for a newcomer to read, and for a test to judge. */
export class Account {
  readonly checks: Check[] = []
  readonly #tell: (told: Told) => void

  constructor(tell: (told: Told) => void = () => undefined) {
    this.#tell = tell
  }

  heading(zh: string, en: string) {
    this.#tell({ kind: 'heading', zh, en })
  }

  note(zh: string, en: string) {
    this.#tell({ kind: 'note', zh, en })
  }

  check(zh: string, en: string, held: boolean, found?: unknown) {
    const check = { zh, en, held, ...(held || found === undefined ? {} : { found }) }
    this.checks.push(check)
    this.#tell({ kind: 'check', ...check })
  }

  get held(): boolean {
    return this.checks.length > 0 && this.checks.every(({ held }) => held)
  }
}
