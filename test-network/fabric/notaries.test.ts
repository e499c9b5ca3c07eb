import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reservePort } from '@huren/cli/src/start/port.ts'
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
import {
  audit,
  BadBlock,
  type ChainPosition,
  checkBlock,
  copyBlocks,
  createNotaryKeys,
  loadNotaryKeys,
  type NotaryOptions,
  type RunningNotary,
  readBlock,
  startNotary,
} from '@huren/notary'
import { parseEnvelope } from '@huren/records'
import { verifyReceipt } from '@huren/verify'
import { common } from '@hyperledger/fabric-protos'
import tap, { type Test, test } from 'tap'

tap.setTimeout(600_000)
const skip = await fabricMissing()

const central = ['GD-0000-00001', 'GD-0000-00002', 'GD-0000-00003']
const mspIds = ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP']
const rules = { chaincode: 'huren', central: mspIds }
const passphrase = 'a passphrase of this test'
const day = 86_400_000
const period = {
  notBefore: new Date(Date.now() - day).toISOString(),
  notAfter: new Date(Date.now() + 1000 * day).toISOString(),
}

const until = async <T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
  for (const started = Date.now(); Date.now() - started < 60_000; ) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`timed out: ${what}`)
}

/** The peer that a central organisation's notary follows, and the identity with which it reads. */
const ledgerOf = ({ workspace }: Network, peer: PlacedPeer): NotaryOptions['ledger'] => {
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

/** One notary beside a peer of each organisation, each knowing the others. */
const notariesOf = async (network: Network, peers: readonly PlacedPeer[], dir: string) => {
  const passphraseFile = join(dir, 'passphrase')
  await writeFile(passphraseFile, passphrase)
  const own = await Promise.all(
    peers.map(async (peer, i) => {
      const keysDir = join(dir, `keys-${i}`)
      const names = { origin: `${peer.organisation.domain}/log`, witness: peer.organisation.domain }
      await createNotaryKeys(keysDir, names, passphrase)
      const keys = await loadNotaryKeys(keysDir, passphrase)
      const listen = await reservePort({ host: '127.0.0.1', port: 0 }, 'LISTEN')
      return { keysDir, keys, listen, institution: central[i] ?? '', ledger: ledgerOf(network, peer) }
    }),
  )
  const peerSettings = own.map(({ keys, listen, institution }) => ({
    institution,
    url: `http://${listen.host}:${listen.port}`,
    log: keys.log.verifierKey,
    cosigner: keys.cosigner.verifierKey,
  }))
  const settings = own.map(
    ({ keysDir, listen, institution, ledger }, i): NotaryOptions => ({
      listen,
      dataDir: join(dir, `notary-${i}`),
      institution,
      keysDir,
      passphraseFile,
      ledger,
      witnesses: { peers: peerSettings.filter((_, n) => n !== i) },
      collectEvery: 200,
    }),
  )
  return { settings, keys: own.map(({ keys }) => keys) }
}

/** The trust file: the central organisations' keys as they registered them, and those of their notaries. */
const trustOf = ([bootstrap]: readonly Step[], keys: Awaited<ReturnType<typeof notariesOf>>['keys']) => {
  const registered = (bootstrap?.args ?? [])
    .map(parseEnvelope)
    .filter(({ type }) => type.name === 'signing-key')
  return {
    format: 'huren-trust/v1',
    ...period,
    organisations: central.map((institution, i) => ({
      institution,
      name: { zh: institution, en: institution },
      statementKeys: registered
        .filter(({ payload }) => payload.institution === institution)
        .map(({ payload: { algorithm, publicKey, notBefore, notAfter } }) => ({
          algorithm,
          publicKey,
          notBefore,
          notAfter,
        })),
      notaries: [
        {
          log: keys[i]?.log.verifierKey,
          cosigner: keys[i]?.cosigner.verifierKey,
          sm2: keys[i]?.sm2.verifierKey,
          ...period,
        },
      ],
    })),
    policy: { cosignatures: 2, including: [central[2]] },
  }
}

/** How many orderers signed a block, and the fault that is found when only so many signatures are left. */
const signatures = async (folder: string, number: number) => {
  const names = (await readdir(folder)).sort()
  const read = async (n: number) => (await readBlock(join(folder, names[n] ?? ''))) ?? new common.Block()
  let position: ChainPosition = { next: 0, lastHash: '', config: undefined }
  for (let n = 0; n < number; n++) position = checkBlock(await read(n), position, rules).after
  const block = await read(number)
  const list = block.getMetadata()?.getMetadataList_asU8() ?? []
  const metadata = common.Metadata.deserializeBinary(
    list[common.BlockMetadataIndex.SIGNATURES] ?? new Uint8Array(),
  )
  const all = metadata.getSignaturesList()
  const withOnly = (signed: readonly common.MetadataSignature[]) => {
    const copy = block.clone()
    metadata.setSignaturesList([...signed])
    list[common.BlockMetadataIndex.SIGNATURES] = metadata.serializeBinary()
    copy.getMetadata()?.setMetadataList(list)
    try {
      checkBlock(copy, position, rules)
      return 'none'
    } catch (error) {
      return error instanceof BadBlock ? error.fault : String(error)
    }
  }
  return { all, withOnly }
}

const onRealBlocks = async (t: Test, ordering: 'smartbft' | 'raft', quorum: number) => {
  const { network, remove } = await temporaryNetwork({ ordering })
  const dir = await mkdtemp(join(tmpdir(), 'huren-fabric-notaries-'))
  const notaries: RunningNotary[] = []
  t.teardown(async () => {
    await Promise.all(notaries.map((notary) => notary.close()))
    await remove()
    await rm(dir, { recursive: true, force: true })
  })
  await up(network)
  await deploy(network, await buildContracts(join(network.workspace.root, 'contracts.cjs')))
  const peers = mspIds.flatMap(
    (mspId) => peersOf(network.consortium).find(({ organisation }) => organisation.mspId === mspId) ?? [],
  )
  const [first] = peers
  if (!first) throw new Error('a network has peers')
  await endorsersFound(connectTo(network, first))
  const { settings, keys } = await notariesOf(network, peers, dir)
  for (const one of settings) notaries.push(await startNotary(one))

  const { steps } = await tellStory()
  const { gateway, close } = connectTo(network, first)
  const answers = await replay(gateway.getNetwork('huren').getContract('huren'), steps)
  close()
  const results: { id: string | null; outcome: string }[] = answers.flatMap((answer) => JSON.parse(answer))
  const last = await until('every statement in each log', () => {
    const [size, ...others] = notaries.map(({ log }) => log.head.size)
    return size === results.length && others.every((other) => other === size) ? size : undefined
  })
  const roots = new Set(notaries.map(({ log }) => log.head.root))
  t.equal(roots.size, 1, `three peers, one tree of ${last} statements`)
  await until(
    'witnessed',
    () => notaries.every((notary) => notary.health().witnessedSize === last) || undefined,
  )
  t.same(
    notaries.map((notary) => notary.health().status),
    ['ok', 'ok', 'ok'],
  )

  const trust = JSON.stringify(trustOf(steps, keys))
  const outcomes = { committed: 'valid', duplicate: 'valid', refused: 'refused' } as const
  for (const { id, outcome } of results) {
    if (id === null) continue
    const receipt = await (await fetch(`${notaries[2]?.url}/receipts/${id}`)).text()
    const verdict = verifyReceipt(receipt, trust)
    const wanted = results.some((other) => other.id === id && other.outcome === 'committed')
      ? 'valid'
      : outcomes[outcome as keyof typeof outcomes]
    t.equal(verdict.outcome, wanted, `${outcome}: ${verdict.sentence.en}`)
  }

  const [blocks, trustFile] = [join(dir, 'blocks'), join(dir, 'trust.json')]
  await mkdir(blocks)
  await writeFile(trustFile, trust)
  await copyBlocks({ ...ledgerOf(network, first), channel: 'huren', chaincode: 'huren' }, blocks)
  const logs = notaries.map(({ url }) => url)
  const found = await audit(
    { ...rules, blocks: [blocks], trust: trustFile, logs, signatures: 1 },
    () => undefined,
  )
  t.same(found.deviations, [], `an audit of ${found.blocks} real blocks finds nothing`)
  t.equal(found.root, notaries[0]?.log.head.root)
  t.equal(found.compared.length, 3)

  const { all, withOnly } = await signatures(blocks, found.blocks - 1)
  t.ok(all.length >= quorum, `${all.length} orderers signed the last block`)
  t.equal(withOnly(all.slice(0, quorum)), 'none', `${quorum} are enough`)
  t.equal(withOnly(all.slice(0, quorum - 1)), 'orderer-signature', `${quorum - 1} are not`)
  const repeated = Array.from({ length: quorum }, () => all[0] ?? new common.MetadataSignature())
  t.equal(withOnly(repeated), quorum === 1 ? 'none' : 'orderer-signature', 'one orderer several times is one')
}

test('CHAIN-49: notaries, receipts and an audit on real blocks ordered by SmartBFT', { skip }, (t) =>
  onRealBlocks(t, 'smartbft', 4),
)

test('notaries, receipts and an audit on real blocks ordered by Raft', { skip }, (t) =>
  onRealBlocks(t, 'raft', 1),
)
