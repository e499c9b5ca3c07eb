import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { layout } from '@huren/crypto-config'
import {
  buildContracts,
  connectTo,
  deploy,
  type Network,
  type PlacedPeer,
  peersOf,
  up,
} from '@huren/fabric-network'
import { endorsersFound, fabricMissing, temporaryNetwork } from '@huren/fabric-network/testing'
import { replay } from '@huren/fabric-network/testing/replay'
import { type Step, tellStory } from '@huren/fabric-network/testing/story'
import { parseEnvelope, type StatementResult } from '@huren/records'
import { parseCheckpointBody, parseNote, verifyReceiptAsync } from '@huren/verify'
import { common } from '@hyperledger/fabric-protos'
import { execa } from 'execa'
import tap, { type Test, test } from 'tap'
import { type LedgerAccess, type Notaries, startNotaries } from '../dev-env/notaries.ts'
import { hurenMain } from '../dev-env/system.ts'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const day = 86_400_000
const instant = (offset: number) => new Date(Date.now() + offset).toISOString()
const period = { notBefore: instant(-day), notAfter: instant(1000 * day) }

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  for (const started = Date.now(); Date.now() - started < 90_000; ) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`timed out: ${what}`)
}

/** The peer that a central organisation's notary follows, and the identity with which it reads. */
const accessOf = ({ workspace }: Network, peer: PlacedPeer): LedgerAccess => {
  const { domain, mspId } = peer.organisation
  const paths = layout(join(workspace.material, domain), domain)
  const user = paths.member('user', 'gateway')
  return {
    address: `${peer.host}:${peer.port}`,
    tlsCertificate: paths.tlsCaCertificate,
    tlsServerName: peer.fullName,
    mspId,
    identityCertificate: user.certificate,
    identityKey: user.privateKey,
  }
}

/** The trust file: the central organisations' keys as they registered them, and those of their notaries. */
const trustOf = ([bootstrap]: readonly Step[], { institutions, keys }: Notaries) => {
  const registered = (bootstrap?.args ?? [])
    .map(parseEnvelope)
    .filter(({ type }) => type.name === 'signing-key')
  const statementKeys = (institution: string) =>
    registered
      .filter(({ payload }) => payload.institution === institution)
      .map(({ payload: { algorithm, publicKey, notBefore, notAfter } }) => ({
        algorithm,
        publicKey,
        notBefore,
        notAfter,
      }))
  return {
    format: 'huren-trust/v1',
    ...period,
    organisations: keys.map(({ log, cosigner, sm2 }, i) => ({
      institution: institutions[i],
      name: { zh: institutions[i], en: institutions[i] },
      statementKeys: statementKeys(institutions[i] ?? ''),
      notaries: [{ log: log.verifierKey, cosigner: cosigner.verifierKey, sm2: sm2.verifierKey, ...period }],
    })),
    policy: { cosignatures: 2, including: institutions.slice(-1) },
  }
}

/** Plays the story on the network; the answers, and how many blocks there are afterwards. */
const play = async (network: Network, peer: PlacedPeer, steps: readonly Step[]) => {
  const { gateway, close } = connectTo(network, peer)
  const channel = gateway.getNetwork('huren')
  const answers = await replay(channel.getContract('huren'), steps)
  const info = await channel.getContract('qscc').evaluateTransaction('GetChainInfo', 'huren')
  close()
  const results: StatementResult[] = answers.flatMap((answer) => JSON.parse(answer))
  return { results, height: common.BlockchainInfo.deserializeBinary(info).getHeight() }
}

const healthOf = async (
  url: string,
): Promise<{ status: string; nextBlock: number; size: number; witnessedSize: number }> =>
  (await fetch(`${url}/healthz`)).json()

const auditOf = async (trust: string, dir: string, access: LedgerAccess, logs: readonly string[]) => {
  const { stdout } = await execa(
    process.execPath,
    [
      ...[hurenMain, 'audit', '--json', '--trust', trust, '--state', dir],
      ...[
        '--ledger',
        access.address,
        '--tls-cert',
        access.tlsCertificate,
        '--tls-name',
        access.tlsServerName ?? '',
      ],
      ...['--msp', access.mspId, '--cert', access.identityCertificate, '--key', access.identityKey],
      ...logs.flatMap((log) => ['--log', log]),
    ],
    { reject: false },
  )
  return JSON.parse(stdout)
}

const onRealBlocks = async (t: Test, ordering: 'smartbft' | 'raft') => {
  const { network, remove } = await temporaryNetwork({ ordering })
  const dir = await mkdtemp(join(tmpdir(), 'huren-fabric-notaries-'))
  t.teardown(async () => {
    await remove()
    await rm(dir, { recursive: true, force: true })
  })
  await up(network)
  await deploy(network, await buildContracts(join(network.workspace.root, 'contracts.cjs')))
  const peers = peersOf(network.consortium)
  const [first] = peers
  if (!first) throw new Error('a network has peers')
  await endorsersFound(connectTo(network, first))
  const access = peers.map((peer) => accessOf(network, peer))
  const notaries = await startNotaries(join(dir, 'notaries'), access)
  t.teardown(() => notaries.stop())
  const { urls } = notaries

  const { steps } = await tellStory()
  const { results, height } = await play(network, first, steps)
  const health = await until('every block logged and witnessed', async () => {
    const all = await Promise.all(urls.map(healthOf))
    const isDone = all.every(
      ({ nextBlock, size, witnessedSize }) => nextBlock >= height && witnessedSize === size,
    )
    return isDone || all.some(({ status }) => status !== 'ok') ? all : undefined
  })
  t.same(
    health.map(({ status }) => status),
    ['ok', 'ok', 'ok'],
  )
  const checkpoints = await Promise.all(
    urls.map(async (url) => {
      const note = await (await fetch(`${url}/checkpoint.witnessed`)).text()
      const { size, rootBytes } = parseCheckpointBody(parseNote(note).text)
      return `${size} ${Buffer.from(rootBytes).toString('hex')}`
    }),
  )
  t.equal(new Set(checkpoints).size, 1, `three peers, one tree: ${checkpoints[0]}`)

  const trust = JSON.stringify(trustOf(steps, notaries))
  const outcomes: string[] = []
  for (const id of new Set(results.flatMap(({ id }) => id ?? []))) {
    const response = await fetch(`${urls[2]}/receipts/${id}`)
    // a batch with nothing new in it is not ordered: the log has nothing of what was only refused there
    if (response.status === 404) continue
    const verdict = await verifyReceiptAsync(await response.text(), trust)
    const committed = results.some((one) => one.id === id && one.outcome === 'committed')
    t.equal(verdict.outcome, committed ? 'valid' : 'refused', verdict.sentence.en)
    outcomes.push(verdict.outcome)
  }
  t.ok(
    outcomes.length > 20 && outcomes.includes('refused'),
    `${outcomes.length} receipts, also of what was refused`,
  )

  const trustFile = join(dir, 'trust.json')
  await writeFile(trustFile, trust)
  const [own] = access
  if (!own) throw new Error('a network has peers')
  const found = await auditOf(trustFile, join(dir, 'audit'), own, urls)
  t.same(found.deviations, [], `an audit of the peer's ${found.blocks} blocks finds nothing`)
  t.equal(`${found.size} ${found.root}`, checkpoints[0])
  t.equal(found.compared.length, 3)
}

test('CHAIN-49: notaries, receipts and an audit on real blocks ordered by SmartBFT', { skip }, (t) =>
  onRealBlocks(t, 'smartbft'),
)

test('notaries, receipts and an audit on real blocks ordered by Raft', { skip }, (t) =>
  onRealBlocks(t, 'raft'),
)
