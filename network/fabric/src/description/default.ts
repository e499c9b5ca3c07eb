import type { Consortium, Organisation } from './consortium.ts'

/** What differs between installations; ports count up from `basePort`, twenty to a data centre. */
export interface DefaultOptions {
  readonly ordering?: Consortium['ordering']
  readonly basePort?: number
  /** Address of each data centre, in order; loopback when all run on one machine. */
  readonly hosts?: readonly [string, string, string]
  readonly block?: Partial<Consortium['block']>
  /** Who certifies the organisations' members; the embedded issuer unless told. */
  readonly identities?: 'embedded' | 'fabric-ca'
}

const central = [
  { name: 'consensus1', mspId: 'ConsensusOneMSP', dataCentre: 'centre1' },
  { name: 'consensus2', mspId: 'ConsensusTwoMSP', dataCentre: 'centre2' },
  { name: 'supervisor', mspId: 'SupervisorMSP', dataCentre: 'centre3' },
] as const

const ordererAt = (host: string, base: number, index: number) => ({
  name: `orderer${index}`,
  host,
  port: base + index,
  adminPort: base + 4 + index,
  operationsPort: base + 8 + index,
})

const peerAt = (host: string, base: number) => ({
  name: 'peer0',
  host,
  port: base + 12,
  operationsPort: base + 13,
  chaincodePort: base + 14,
})

const authorityAt = (host: string, base: number) => ({ host, port: base + 16, operationsPort: base + 17 })

/**
 * Two consensus organisations and one supervisor, a data centre each (CHAIN-50): two orderers in each under SmartBFT,
 * 2 + 2 + 1 under Raft; one peer in each.
 */
export const defaultConsortium = (options: DefaultOptions = {}): Consortium => {
  const { ordering = 'smartbft', basePort = 7050, hosts = ['127.0.0.1', '127.0.0.1', '127.0.0.1'] } = options
  const organisation = (index: 0 | 1 | 2): Organisation => {
    const { name, mspId, dataCentre } = central[index]
    const base = basePort + index * 20
    const orderers = ordering === 'raft' && index === 2 ? [0] : [0, 1]
    return {
      name,
      mspId,
      domain: `${name}.huren.local`,
      dataCentre,
      orderers: orderers.map((n) => ordererAt(hosts[index], base, n)),
      peers: [peerAt(hosts[index], base)],
      ...(options.identities === 'fabric-ca' && { authority: authorityAt(hosts[index], base) }),
    }
  }
  return {
    version: 1,
    channel: 'huren',
    chaincode: 'huren',
    ordering,
    block: {
      messages: 100,
      timeout: 200,
      preferredBytes: 4_194_304,
      absoluteBytes: 16_777_216,
      ...options.block,
    },
    policies: { administration: 2, lifecycle: 2, endorsement: 2 },
    organisations: [organisation(0), organisation(1), organisation(2)],
    cities: [],
  }
}
