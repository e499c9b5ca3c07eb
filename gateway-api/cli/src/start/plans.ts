import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { centralOrganisations } from '@huren/crypto-config'
import type { ChildPlan } from './child.ts'
import { ensureKey } from './organisations.ts'
import { type Address, hostPort } from './settings.ts'

/** Where everything of a running system lies. */
export const foldersOf = (data: string) => ({
  consortium: join(data, 'consortium'),
  organisations: join(data, 'organisations'),
  documents: join(data, 'documents'),
  ledger: join(data, 'ledger'),
  gateway: join(data, 'gateway'),
  logs: join(data, 'logs'),
})
export type Folders = ReturnType<typeof foldersOf>

export const makeFolders = async (folders: Folders) => {
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
}

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

/** The page for newcomers, which the gateway serves at `/`. */
const welcomePage = fileURLToPath(new URL('../../../../explorer/welcome', import.meta.url))

/** The gateway's own identities: a Fabric user of the first central organisation, and a key that signs its promises. */
export const gatewayPlan = async (folders: Folders, listen: Address, ledger: Address): Promise<ChildPlan> => {
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
    },
    log: join(folders.logs, 'gateway.log'),
  }
}
