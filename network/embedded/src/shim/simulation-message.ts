/** A proposal that the chaincode's thread is to run once for each organisation, all against one snapshot. */
export interface SimulationRequest {
  readonly id: number
  /** SignedProposal */
  readonly proposal: Uint8Array
  /** Which of the endorsing organisations. */
  readonly organisations: readonly number[]
}

/** What one run said, read and wrote. */
export interface Simulated {
  /** Response */
  readonly response: Uint8Array
  /** ChaincodeEvent, where one was set. */
  readonly event: Uint8Array | undefined
  /** TxReadWriteSet */
  readonly results: Uint8Array
}

/** Why a run has no answer: the chaincode died, took too long, or broke the protocol. */
export interface NotSimulated {
  readonly failure: string
}

export interface SimulationAnswer {
  readonly id: number
  /** In the order of the request's organisations. */
  readonly runs: readonly (Simulated | NotSimulated)[]
}

/** What the chaincode's thread says: that it can serve, that it lives, why it cannot serve, or what came of a request. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'failed'; readonly reason: string }
  | ({ readonly kind: 'answer' } & SimulationAnswer)

export type ToThread = { readonly kind: 'alive?' } | ({ readonly kind: 'simulate' } & SimulationRequest)
