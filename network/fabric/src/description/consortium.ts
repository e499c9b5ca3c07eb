/**
 * The one description of a consortium: who takes part, where their nodes stand, how many of the central
 * organisations must agree. Everything Fabric needs is derived from it; nothing is configured twice.
 */
export interface Consortium {
  readonly version: 1
  /** Fabric channel (群组). */
  readonly channel: string
  /** Contract name on the channel. */
  readonly chaincode: string
  /** SmartBFT needs Fabric 3; Raft also serves members on Fabric 2.5 and clients on the old SDK. */
  readonly ordering: 'smartbft' | 'raft'
  readonly block: BlockLimits
  readonly policies: Agreement
  /** The central organisations (two consensus, one supervisor by default), one data centre each. */
  readonly organisations: readonly Organisation[]
  /** Cities: peers only. */
  readonly cities: readonly Organisation[]
  /** On the way from one set of orderers to another: the loss of a data centre may stop ordering meanwhile. */
  readonly inTransition?: true
}

/** When the ordering service cuts a block: whichever limit is reached first. */
export interface BlockLimits {
  /** Transactions. */
  readonly messages: number
  /** Milliseconds after the first transaction. */
  readonly timeout: number
  /** Bytes; a single larger transaction still gets a block of its own, up to `absoluteBytes`. */
  readonly preferredBytes: number
  readonly absoluteBytes: number
}

/** How many of the central organisations must sign. More than half, so that no two decisions can contradict. */
export interface Agreement {
  /** Changes of the channel configuration. */
  readonly administration: number
  /** Which contract bundle is in force. */
  readonly lifecycle: number
  /** Each transaction. */
  readonly endorsement: number
}

export interface Organisation {
  /** Short name, used for folders and commands, e.g. `consensus1`. */
  readonly name: string
  readonly mspId: string
  /** DNS domain of its nodes; a node's full name is `<node>.<domain>`. */
  readonly domain: string
  /** Where its nodes run; all nodes of one data centre may be lost at once. */
  readonly dataCentre: string
  readonly orderers: readonly OrdererNode[]
  readonly peers: readonly PeerNode[]
  /** Its fabric-ca, which certifies its members; without one an embedded issuer does (a trial). */
  readonly authority?: AuthorityNode
}

/** A fabric-ca server: one authority for identities, one for TLS. */
export interface AuthorityNode {
  readonly host: string
  readonly port: number
  readonly operationsPort: number
}

interface Node {
  readonly name: string
  /** DNS name or IP address under which other organisations reach the node. */
  readonly host: string
  readonly port: number
  /** Health and metrics; reached only from the node's own machine. */
  readonly operationsPort: number
}

export interface OrdererNode extends Node {
  /** Channel participation (osnadmin), mutual TLS. */
  readonly adminPort: number
  /** Its number in the consenter set, for its whole life; given by its place when the network is founded. */
  readonly consenter?: number
}

export interface PeerNode extends Node {
  /** The contract service beside this peer, mutual TLS. */
  readonly chaincodePort: number
}

/** Central organisations and cities. */
export const allOrganisations = ({ organisations, cities }: Consortium) => [...organisations, ...cities]
