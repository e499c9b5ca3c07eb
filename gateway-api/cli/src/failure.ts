import { ProblemError, PromiseError, UnreachableError } from '@huren/client'
import { KeyError } from '@huren/crypto-config'
import { ExplorerRefusal } from '@huren/letters'
import { Refusal } from '@huren/records'
import { exit, RefusedError, TryLaterError, UsageError } from './exit.ts'

/** Problems of a real network: nothing was changed by the first, nobody answered in the second. */
const networkUsage = /^(description-|binary-|builder-|bundle-)/
const networkTryLater = /^(address-unreachable|not-ready|process-exited|port-in-use)$/

const byNetworkCode = (code: string): number => {
  if (networkUsage.test(code)) return exit.usage
  return networkTryLater.test(code) ? exit.tryLater : exit.refused
}

const byStatus: Record<number, number> = {
  401: exit.notPermitted,
  403: exit.notPermitted,
  404: exit.notFound,
  429: exit.tryLater,
  502: exit.tryLater,
  503: exit.tryLater,
  504: exit.tryLater,
}

/** What a prompt throws when it is left (its package does not export the class). */
const isCancelled = (error: unknown) => error instanceof Error && error.name === 'ExitPromptError'

export const exitCodeOf = (error: unknown): number => {
  if (isCancelled(error)) return exit.cancelled
  if (error instanceof ProblemError) return byStatus[error.status] ?? exit.refused
  if (error instanceof UnreachableError || error instanceof TryLaterError) return exit.tryLater
  if (error instanceof RefusedError || error instanceof PromiseError) return exit.refused
  if (error instanceof ExplorerRefusal) return byStatus[error.status] ?? exit.refused
  if (error instanceof Error && error.name === 'NetworkProblem') return byNetworkCode(codeOf(error) ?? '')
  if (error instanceof UsageError || error instanceof KeyError || error instanceof Refusal) return exit.usage
  return exit.internal
}

const codeOf = (error: Error) => ('code' in error && typeof error.code === 'string' ? error.code : undefined)

/** Everything that a person or a script needs to know of an error, and no stack. */
export const describeError = (error: unknown) => {
  if (error instanceof ProblemError)
    return {
      code: error.code,
      detail: error.problem.detail ?? error.problem.title,
      field: error.problem.field,
      status: error.status,
    }
  if (error instanceof Refusal) return { code: error.code, detail: error.detail, field: error.field }
  if (isCancelled(error)) return { code: 'cancelled', detail: '已取消 nothing was done' }
  if (error instanceof UnreachableError) return { code: 'unreachable', detail: error.message }
  if (error instanceof Error) {
    const code = codeOf(error) ?? 'internal'
    return { code, detail: error.message.replace(`${code}: `, '') }
  }
  return { code: 'internal', detail: String(error) }
}
