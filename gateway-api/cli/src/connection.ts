import { bearer, type Credentials, Gateway, signedBy } from '@huren/client'
import type { Command } from 'commander'
import { UsageError } from './exit.ts'
import { readText } from './input.ts'
import { type KeyOptions, openKeys, withKeys } from './keys.ts'

export interface ConnectionOptions extends KeyOptions {
  readonly url?: string
  readonly tokenFile?: string
  readonly retries?: string
}

/** Where `huren start` listens unless told otherwise. */
const defaultUrl = 'http://127.0.0.1:8080'

/** Options of every command that talks to a gateway. */
export const withGateway = (command: Command): Command =>
  withKeys(
    command
      .option('--url <url>', `网关地址 address of the gateway (HUREN_URL, ${defaultUrl})`)
      .option(
        '--token-file <file>',
        '令牌文件，代替 --key file with a token, instead of --key (HUREN_TOKEN_FILE)',
      )
      .option('--retries <n>', '重试次数 attempts after the first (6)'),
  )

const tokenFileOf = ({ tokenFile }: ConnectionOptions) => tokenFile ?? process.env.HUREN_TOKEN_FILE

/** Who asks: the holder of a token, of the first key, or nobody in particular. */
const credentialsOf = async (options: ConnectionOptions): Promise<Credentials | undefined> => {
  const file = tokenFileOf(options)
  if (file !== undefined && options.key === undefined) return bearer((await readText(file)).trim())
  const [key] = await openKeys(options)
  return key && signedBy(key)
}

const urlOf = ({ url }: ConnectionOptions): URL => {
  const text = url ?? process.env.HUREN_URL ?? defaultUrl
  const parsed = URL.parse(text)
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed
  throw new UsageError('url-malformed', `not an http(s) address: ${text}`)
}

const retriesOf = ({ retries }: ConnectionOptions): number | undefined => {
  if (retries === undefined) return undefined
  if (/^\d{1,3}$/.test(retries)) return Number(retries)
  throw new UsageError('retries-malformed', `--retries takes a whole number, not ${retries}`)
}

/** The gateway that the options name, asked by whom the options name. */
export const connect = async (options: ConnectionOptions): Promise<Gateway> => {
  const credentials = await credentialsOf(options)
  const retries = retriesOf(options)
  return new Gateway({
    url: urlOf(options),
    ...(credentials && { credentials }),
    ...(retries !== undefined && { retries }),
  })
}
