import type { Logger } from 'pino'
import type { Queue } from '../queue/queue.ts'
import type { ApplicationRow } from '../store/buckets.ts'
import type { Submissions } from '../submissions/submissions.ts'
import { parsedStatements } from './application.ts'
import { quorum } from './standing.ts'

/**
 * Brings what two central organisations have approved to the ledger: first the institution, and only when the ledger
 * holds exactly that statement its key. In one go the key of a second applicant, whose number another gateway had given
 * away, would become a key of the first one's institution.
 */
export class Admission {
  readonly #queue: Queue
  readonly #submissions: Submissions
  readonly #log: Logger

  constructor(queue: Queue, submissions: Submissions, log: Logger) {
    this.#queue = queue
    this.#submissions = submissions
    this.#log = log
  }

  /** Does the next step, if there is one. @throws Problem `queue-full`, `stopping`; it can be called again */
  async advance({ approvals, envelopes, issuer }: ApplicationRow): Promise<void> {
    if (approvals.length < quorum || !envelopes || !issuer) return
    const { institution, key } = parsedStatements(envelopes)
    const admitted = await this.#submissions.stand(institution.id)
    const register = () => this.#queue.accept([key], issuer)
    if (admitted?.stage === 'committed') {
      if (!(await this.#submissions.stand(key.id))) await register()
    } else if (!admitted) {
      const [entry] = await this.#queue.accept([institution], issuer)
      entry?.final
        .then((outcome) => (outcome.stage === 'committed' ? register() : undefined))
        .catch((error: unknown) => this.#log.warn({ err: error }, 'the key of a new institution waits'))
    }
  }
}
