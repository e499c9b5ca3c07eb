import type { Command } from 'commander'
import { CommandError, type CommandText, exit, command as plain, readText } from './command.ts'

/** How a service is reached. */
export interface ServiceOptions {
  readonly url: string
  readonly tokenFile: string
}

/** A command that asks a running access log. */
export const serviceCommand = (name: string, text: CommandText): Command =>
  plain(name, text)
    .requiredOption('--url <url>', '调阅日志服务网址 address of the access log', process.env.HUREN_ACCESS_URL)
    .requiredOption('--token-file <file>', '令牌文件 file with a token', process.env.HUREN_ACCESS_TOKEN_FILE)

const exitCodes: Record<number, number> = {
  401: exit.forbidden,
  403: exit.forbidden,
  404: exit.notFound,
  409: exit.tryLater,
  503: exit.tryLater,
}

/** Asks the service; its answer's text. @throws CommandError with the service's code */
export const ask = async (
  { url, tokenFile }: ServiceOptions,
  path: string,
  body?: object,
): Promise<string> => {
  const token = (await readText(tokenFile)).trim()
  const target = new URL(path, url.endsWith('/') ? url : `${url}/`)
  const response = await fetch(target, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  }).catch(() => {
    throw new CommandError(exit.tryLater, 'unreachable', `无人应答 nobody answers: ${url}`)
  })
  const text = await response.text()
  if (response.ok) return text
  const code = /"code":"([a-z-]+)"/.exec(text)?.[1] ?? 'service-error'
  const detail = /"detail":"([^"]*)"/.exec(text)?.[1] ?? `HTTP ${response.status}`
  throw new CommandError(exitCodes[response.status] ?? exit.refused, code, detail)
}
