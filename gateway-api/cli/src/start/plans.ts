import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { centralOrganisations } from '@huren/crypto-config'
import { builtPages } from '@huren/explorer-web/build'
import { trialCloud } from './access-log/cloud.ts'
import { accessLogFiles } from './access-log/files.ts'
import type { Addresses } from './addresses.ts'
import type { ChildPlan } from './child.ts'
import { writeAccessLogs } from './explorer/access-logs.ts'
import { ensureAccounts } from './explorer/accounts.ts'
import { writeCities } from './explorer/city.ts'
import type { Folders } from './folders.ts'
import { ensureKey } from './organisations.ts'
import { type Address, hostPort } from './settings.ts'

/** The certificates of the gateway's Fabric user (the layout of crypto-config). */
const layoutOf = (consortium: string, domain: string) => {
  const organisation = join(consortium, domain)
  const user = join(organisation, 'users', `gateway@${domain}`, 'msp')
  return {
    tlsCaCertificate: join(organisation, 'tlsca', `tlsca.${domain}-cert.pem`),
    certificate: join(user, 'signcerts', `gateway@${domain}-cert.pem`),
    privateKey: join(user, 'keystore', 'priv_sk'),
  }
}

/** The process entry beside a package's index. */
const mainOf = (packageName: string) =>
  join(dirname(fileURLToPath(import.meta.resolve(packageName))), 'main.ts')

export const ledgerPlan = (folders: Folders, { host, port }: Address): ChildPlan => ({
  name: '账本 ledger',
  main: mainOf('@huren/embedded'),
  args: [
    '--data',
    folders.ledger,
    '--consortium',
    folders.consortium,
    '--host',
    host,
    '--port',
    String(port),
  ],
  env: {},
  log: join(folders.logs, 'ledger.log'),
})

/** Where a trial's notaries write what their receipts are judged by. */
export const trustFileOf = (folders: Folders) => join(folders.notaries, '..', 'trust.json')

/** The three notaries, each at an address of its own, in one process: a trial, which says so. */
export const notariesPlan = (folders: Folders, ledger: Address, listen: readonly Address[]): ChildPlan => ({
  name: '公证节点 notaries',
  main: fileURLToPath(new URL('notaries-main.ts', import.meta.url)),
  args: [
    dirname(folders.notaries),
    hostPort(ledger),
    listen[0]?.host ?? '127.0.0.1',
    ...listen.map(({ port }) => String(port)),
  ],
  env: {},
  log: join(folders.logs, 'notaries.log'),
})

/** The explorer is the supervisor's: it reads blocks as the supervisor, and shows its notary's receipts. */
export const explorerPlan = async (
  folders: Folders,
  listen: Address,
  { ledger, gateway, accessLog }: Pick<Addresses, 'ledger' | 'gateway'> & Partial<Addresses>,
  notaries: readonly string[],
): Promise<ChildPlan> => {
  const [first, , supervisor] = centralOrganisations
  const paths = layoutOf(folders.consortium, supervisor.domain)
  const accounts = await ensureAccounts(folders.explorer)
  return {
    name: '浏览器 explorer',
    main: mainOf('@huren/explorer-server'),
    args: [],
    env: {
      HUREN_EXPLORER_LISTEN: hostPort(listen),
      HUREN_EXPLORER_DATA: folders.explorer,
      HUREN_EXPLORER_WEB: builtPages,
      HUREN_EXPLORER_ACCOUNTS: accounts.file,
      HUREN_GATEWAY_URL: `http://${hostPort(gateway)}`,
      HUREN_DOCUMENTS: folders.documents,
      HUREN_ACCESS_LOGS: process.env.HUREN_ACCESS_LOGS ?? (await writeAccessLogs(folders, accessLog)),
      HUREN_CITIES: process.env.HUREN_CITIES ?? (await writeCities(folders.explorer, { ledger, gateway })),
      HUREN_LEDGER: hostPort(ledger),
      HUREN_LEDGER_TLS_CERT: layoutOf(folders.consortium, first.domain).tlsCaCertificate,
      HUREN_MSP_ID: supervisor.mspId,
      HUREN_IDENTITY_CERT: paths.certificate,
      HUREN_IDENTITY_KEY: paths.privateKey,
      ...(notaries.length > 0 && {
        HUREN_NOTARY_URL: notaries.at(-1) ?? '',
        HUREN_NOTARIES: notaries.join(','),
        HUREN_TRUST: trustFileOf(folders),
      }),
    },
    log: join(folders.logs, 'explorer.log'),
  }
}

/** The imaging cloud's log of who looked at which images. */
export const accessLogPlan = (
  folders: Folders,
  listen: Address,
  gateway: Address,
  notary: string,
): ChildPlan => {
  const files = accessLogFiles(folders.accessLog)
  return {
    name: '调阅日志 access log',
    main: mainOf('@huren/access-log'),
    args: [],
    env: {
      HUREN_ACCESS_LISTEN: hostPort(listen),
      HUREN_ACCESS_DATA: files.data,
      HUREN_ACCESS_INSTITUTION: trialCloud,
      HUREN_ACCESS_ORIGIN: `${trialCloud.toLowerCase()}.huren.local/access`,
      HUREN_ACCESS_KEYS: files.keys,
      HUREN_ACCESS_STATEMENT_KEY: files.statementKey,
      HUREN_PASSPHRASE_FILE: files.passphrase,
      HUREN_ACCESS_TOKENS: files.tokens,
      HUREN_URL: `http://${hostPort(gateway)}`,
      HUREN_NOTARY: notary,
      HUREN_TRUST: trustFileOf(folders),
    },
    log: join(folders.logs, 'access-log.log'),
  }
}

/** The page for newcomers, which the gateway serves at `/`. */
const welcomePage = fileURLToPath(new URL('../../../../explorer/welcome', import.meta.url))

/** The gateway's own identities: a Fabric user of the first central organisation, and a key that signs its promises. */
export const gatewayPlan = async (
  folders: Folders,
  listen: Address,
  ledger: Address,
  explorer?: Address,
): Promise<ChildPlan> => {
  const [first] = centralOrganisations
  const paths = layoutOf(folders.consortium, first.domain)
  const key = join(folders.gateway, 'promise.key')
  const passphrase = join(folders.gateway, 'passphrase')
  // it signs a promise for each statement: ES256 takes a tenth of the time that SM2 takes here
  await ensureKey(key, passphrase, 'ES256')
  return {
    name: '网关 gateway',
    main: mainOf('@huren/gateway-api'),
    args: [],
    env: {
      HUREN_LISTEN: hostPort(listen),
      HUREN_DATA: folders.gateway,
      HUREN_LEDGER: hostPort(ledger),
      HUREN_LEDGER_TLS_CERT: paths.tlsCaCertificate,
      HUREN_MSP_ID: first.mspId,
      HUREN_IDENTITY_CERT: paths.certificate,
      HUREN_IDENTITY_KEY: paths.privateKey,
      HUREN_GATEWAY_KEY: key,
      HUREN_PASSPHRASE_FILE: passphrase,
      HUREN_WELCOME: welcomePage,
      ...(explorer && {
        HUREN_EXPLORER_URL: process.env.HUREN_EXPLORER_URL ?? `http://${hostPort(explorer)}`,
      }),
    },
    log: join(folders.logs, 'gateway.log'),
  }
}
