import type { Request } from '@hapi/hapi'

/** A field of a request; Node joins what was sent in several lines. */
export const headerOf = ({ headers }: Pick<Request, 'headers'>, name: string): string | undefined => {
  const value: unknown = headers[name]
  return typeof value === 'string' ? value : undefined
}
