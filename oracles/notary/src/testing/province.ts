import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, credentials } from '@grpc/grpc-js'
import {
  createConsortium,
  type ExportableKey,
  generateKey,
  loadConsortium,
  nodeSigner,
  signStatement,
} from '@huren/crypto-config'
import type { Instant, InstitutionId, KeyUse, Payload, StatementResult } from '@huren/records'
import { type Contract, connect, hash } from '@hyperledger/fabric-gateway'
import type { NotaryOptions } from '../config.ts'
import { createNotaryKeys, loadNotaryKeys } from '../keys/notary-keys.ts'

export const central = ['GD-0000-00001', 'GD-0000-00002', 'GD-0000-00003'] as InstitutionId[]
export const hospital = 'GD-4401-00012' as InstitutionId
export const at = (offset = 0) => new Date(Date.now() + offset).toISOString() as Instant
export const year = 365 * 86_400_000
export const period = () => ({ notBefore: at(-86_400_000), notAfter: at(year) })
export const commitment = () => randomBytes(32).toString('hex')
export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
export const until = async <T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  patience = 60_000,
): Promise<T> => {
  for (const started = Date.now(); Date.now() - started < patience; await sleep(50)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(`timed out: ${what}`)
}

export const sign = (name: string, payload: object, keys: readonly ExportableKey[]): string =>
  JSON.stringify(signStatement(name, payload as Payload, keys))

export const keyPayload = (key: ExportableKey, issuer: string, institution: string, uses: KeyUse[]) => ({
  issuer,
  issuedAt: at(),
  institution,
  key: key.id,
  algorithm: key.algorithm,
  publicKey: key.publicKey,
  uses,
  ...period(),
})
export const institutionPayload = (institution: string, kind: 'central' | 'hospital') => ({
  issuer: kind === 'central' ? institution : central[0],
  issuedAt: at(),
  institution,
  version: 1,
  kind,
  ...(kind === 'hospital' && { level: 'tertiary' }),
  city: kind === 'central' ? '0000' : '4401',
  status: 'active',
  effectiveFrom: at(-3_600_000),
})

/** A ledger with its three central organisations and one hospital; what a consortium looks like on its first day. */
type StartLedger = (options: { readonly dataDir: string; readonly consortiumDir: string }) => Promise<{
  readonly address: string
  readonly tlsRootCert: string
  readonly height: number
  close(): Promise<void>
}>

export const openProvince = async (
  t: { teardown(handler: () => Promise<unknown>): void },
  startLedger: StartLedger,
) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-notary-'))
  const consortiumDir = join(dir, 'consortium')
  await createConsortium(consortiumDir)
  const ledger = await startLedger({ dataDir: join(dir, 'ledger'), consortiumDir })
  const organisations = await loadConsortium(consortiumDir)
  const user = await organisations[0]!.member('user', 'gateway')
  const client = new Client(ledger.address, credentials.createSsl(Buffer.from(ledger.tlsRootCert)))
  const gateway = connect({
    client,
    identity: { mspId: organisations[0]!.mspId, credentials: Buffer.from(user.certificate) },
    signer: nodeSigner(user.privateKey),
    hash: hash.none,
  })
  t.teardown(async () => {
    gateway.close()
    client.close()
    await ledger.close()
    await rm(dir, { recursive: true, force: true })
  })
  const network = gateway.getNetwork('huren')
  const contract = network.getContract('huren')
  return { dir, ledger, organisations, network, contract, keys: central.map(() => generateKey('SM2-SM3')) }
}
export type Province = Awaited<ReturnType<typeof openProvince>>

export const submit = async (
  contract: Contract,
  name: string,
  texts: readonly string[],
): Promise<StatementResult[]> =>
  JSON.parse(Buffer.from(await contract.submitTransaction(name, ...texts)).toString())

export const committed = (results: readonly StatementResult[]) => {
  const refused = results.find(({ outcome }) => outcome === 'refused')
  if (refused) throw new Error(JSON.stringify(refused))
  return results.map(({ id }) => String(id))
}

/** Bootstrap, catalogue, hospital and its two keys; returns the hospital's keys. */
export const found = async ({ contract, keys }: Province) => {
  const bootstrap = central.flatMap((id, i) => [
    sign('institution', institutionPayload(id, 'central'), keys),
    sign('signing-key', keyPayload(keys[i]!, id, id, ['administration']), keys),
  ])
  committed(await submit(contract, 'Registry:bootstrap', bootstrap))
  const [administration, reporting] = [generateKey('SM2-SM3'), generateKey('SM2-SM3')]
  const governance = keys.slice(0, 2)
  const item = {
    issuer: central[0],
    issuedAt: at(),
    item: 'L00042',
    version: 1,
    kind: 'laboratory',
    status: 'active',
    validDays: 30,
    effectiveFrom: at(-3_600_000),
    document: commitment(),
  }
  const registered = await submit(contract, 'Registry:submit', [
    sign('institution', institutionPayload(hospital, 'hospital'), governance),
    sign('signing-key', keyPayload(administration, central[0]!, hospital, ['administration']), governance),
    sign('signing-key', keyPayload(reporting, hospital, hospital, ['report']), [administration]),
    sign('catalogue-item', item, governance),
  ])
  committed(registered)
  return { administration, reporting }
}

export const report = (key: ExportableKey, change: object = {}) =>
  sign(
    'report',
    {
      issuer: hospital,
      issuedAt: at(),
      report: randomUUID(),
      version: 1,
      status: 'final',
      item: 'L00042',
      subject: commitment(),
      content: commitment(),
      format: 'fhir-json',
      performedAt: at(-3_600_000),
      ...change,
    },
    [key],
  )

export const passphrase = randomBytes(32).toString('base64url')

/** Settings of the three notaries beside one ledger; ports are taken in advance, since each knows the others' URLs. */
export const prepareNotaries = async ({ dir, ledger, organisations }: Province, ports: readonly number[]) => {
  const passphraseFile = join(dir, 'passphrase')
  const tlsCertificate = join(dir, 'tls.pem')
  await writeFile(passphraseFile, passphrase)
  await writeFile(tlsCertificate, ledger.tlsRootCert)
  const names = ['one', 'two', 'supervisor']
  const vkeys = await Promise.all(
    names.map(async (name, i) => {
      const keysDir = join(dir, `keys-${name}`)
      await createNotaryKeys(
        keysDir,
        { origin: `${name}.huren.test/log`, witness: `${name}.huren.test` },
        passphrase,
        'random',
      )
      const { log, sm2, cosigner } = await loadNotaryKeys(keysDir, passphrase)
      return {
        keysDir,
        institution: central[i]!,
        url: `http://127.0.0.1:${ports[i]}`,
        log: log.verifierKey,
        sm2: sm2.verifierKey,
        cosigner: cosigner.verifierKey,
      }
    }),
  )
  const settings = await Promise.all(
    vkeys.map(async ({ keysDir, institution }, i): Promise<NotaryOptions> => {
      const organisation = organisations[i]!
      const user = await organisation.member('user', 'gateway')
      const [certificate, key] = [join(dir, `user-${i}.pem`), join(dir, `user-${i}.key`)]
      await writeFile(certificate, user.certificate)
      await writeFile(key, user.privateKey)
      return {
        listen: { host: '127.0.0.1', port: ports[i]! },
        dataDir: join(dir, `notary-${i}`),
        institution,
        keysDir,
        passphraseFile,
        ledger: {
          address: ledger.address,
          tlsCertificate,
          mspId: organisation.mspId,
          identityCertificate: certificate,
          identityKey: key,
        },
        witnesses: {
          peers: vkeys
            .filter((_, n) => n !== i)
            .map(({ institution, url, log, cosigner }) => ({ institution, url, log, cosigner })),
        },
        collectEvery: 100,
        watchEvery: 200,
      }
    }),
  )
  return { settings, vkeys }
}

export const trustOf = (
  { keys }: Province,
  vkeys: readonly { log: string; sm2: string; cosigner: string }[],
): object => ({
  format: 'huren-trust/v1',
  ...period(),
  organisations: central.map((institution, i) => ({
    institution,
    name: { zh: `中心机构 ${i + 1}`, en: `Central organisation ${i + 1}` },
    statementKeys: [{ algorithm: keys[i]!.algorithm, publicKey: keys[i]!.publicKey, ...period() }],
    notaries: [{ log: vkeys[i]!.log, cosigner: vkeys[i]!.cosigner, sm2: vkeys[i]!.sm2, ...period() }],
  })),
  policy: { cosignatures: 2, including: [central[2]!] },
})

export const freePorts = async (count: number): Promise<number[]> => {
  const { createServer } = await import('node:net')
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<import('node:net').Server>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as import('node:net').AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

export const receiptOf = (url: string, id: string) =>
  until(`receipt of ${id}`, async () => {
    const response = await fetch(`${url}/receipts/${id}`)
    return response.ok ? response.text() : undefined
  })

interface Verdict {
  readonly outcome: string
  readonly sentence: { readonly en: string }
  readonly proven?: readonly { readonly en: string }[]
  readonly warnings?: readonly { readonly en: string }[]
}
export const sentences = (verdict: Verdict) =>
  verdict.outcome === 'rejected'
    ? verdict.sentence.en
    : [...(verdict.proven ?? []), ...(verdict.warnings ?? [])].map(({ en }) => en).join('\n')
