import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BlockTransaction, Certificate, ChannelConfiguration } from '@huren/explorer-index'
import type { Feed, FeedNode, FeedRequest } from '@huren/explorer-model'
import type { Test } from 'tap'

const node: FeedNode = {
  node: 'peer0.guangzhou.huren.local',
  kind: 'peer',
  mspId: 'GuangzhouMSP',
  address: '127.0.0.1:9051',
  dataCentre: 'guangzhou',
  running: true,
  health: 'OK',
  height: 12,
  lag: 0,
  leader: false,
  certificateDays: 300,
  dataBytes: 1_000_000,
  contracts: true,
}

/** A feed as `huren network feed` writes it. */
export const feedWith = (change: Partial<Feed> = {}): Feed => ({
  version: 1,
  at: new Date().toISOString(),
  channel: 'huren',
  height: 12,
  diskFreeBytes: 50 * 1024 ** 3,
  nodes: [node],
  contracts: { packageId: 'huren_0123456789abcdef_0:ab' },
  findings: [],
  backups: [{ at: new Date().toISOString(), file: 'city.tar.gz', sha256: 'ab'.repeat(32), bytes: 12_345 }],
  requests: null,
  ...change,
})

export const requestWith = (change: Partial<FeedRequest> = {}): FeedRequest => ({
  kind: 'admit-city',
  digest: 'cd'.repeat(32),
  files: ['admit.json'],
  subject: 'foshan',
  changes: [{ how: 'added', what: 'Application/FoshanMSP' }],
  requirement: { central: 2, owners: [] },
  signed: [],
  commands: ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'].map((mspId) => ({
    organisation: mspId.toLowerCase(),
    mspId,
    line: `huren network sign admit.json --organisation ${mspId.toLowerCase()} --out signed.json`,
  })),
  ...change,
})

export const certificateWith = (change: Partial<Certificate> = {}): Certificate => ({
  fingerprint: 'ef'.repeat(32),
  mspId: 'SupervisorMSP',
  name: 'peer0.supervisor.huren.local',
  use: 'peer',
  issuer: 'ca.supervisor.huren.local',
  serial: '01',
  key: 'ec prime256v1',
  notBefore: new Date(Date.now() - 86_400_000).toISOString(),
  notAfter: new Date(Date.now() + 300 * 86_400_000).toISOString(),
  ...change,
})

const channel: ChannelConfiguration = {
  sequence: 1,
  ordering: 'BFT',
  limits: { messages: 10, timeout: '500ms', preferredBytes: 1_048_576 },
  members: [{ mspId: 'SupervisorMSP', orders: true, applies: true, revocationLists: 0 }],
  consenters: [],
  signedBy: ['ConsensusOneMSP', 'SupervisorMSP'],
}

/** A transaction of a configuration, or of contracts, as the index reads it. */
export const decided = (change: Partial<BlockTransaction>, index = 0): BlockTransaction => ({
  id: String(index).padStart(64, 'a'),
  index,
  validation: 'VALID',
  at: '2026-11-20T08:00:00.000Z',
  client: 'ConsensusOneMSP/Admin@consensus1.huren.local',
  function: 'config',
  texts: [],
  answers: [],
  ...change,
})
export const configured = (update: string) => decided({ channel: { ...channel, update } })

/** Answers by path, as another program would. */
export const answering = async (
  t: Test,
  answers: Readonly<Record<string, { readonly status?: number; readonly body: string }>>,
): Promise<string> => {
  const server = createServer(({ url = '' }, response) => {
    const { status = 200, body = '' } = answers[url] ?? { status: 404 }
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
