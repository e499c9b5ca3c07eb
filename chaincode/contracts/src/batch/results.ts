import { Refusal, type StatementId, type StatementResult } from '@huren/records'

export const refused = (id: StatementId, { code, detail, field }: Refusal): StatementResult => ({
  id,
  outcome: 'refused',
  code,
  detail,
  ...(field !== undefined && { field }),
})

/** Turns a refusal into an answer; any other error is a fault of ours or of the peer and fails the whole call. */
export const answering = async (
  id: StatementId,
  decide: () => Promise<StatementResult>,
): Promise<StatementResult> => {
  try {
    return await decide()
  } catch (error) {
    if (error instanceof Refusal) return refused(id, error)
    throw error
  }
}

export const committedIds = (results: readonly StatementResult[]): readonly StatementId[] =>
  results.flatMap((result) => (result.outcome === 'committed' ? [result.id] : []))
