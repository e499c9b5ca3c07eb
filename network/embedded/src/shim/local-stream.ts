import { EventEmitter } from 'node:events'
import type { peer } from '@hyperledger/fabric-protos'
import type { ShimStream } from 'fabric-shim/lib/handler.js'
import { Conversation } from './conversation.ts'

/** Milliseconds for which a conversation may keep the thread before others get their turn. */
const turn = 10

let begun = performance.now()

const afterOthers = (work: () => void): void => {
  setImmediate(() => {
    begun = performance.now()
    work()
  })
}

/** A message never arrives while it is being sent. */
const arrive = (work: () => void): void =>
  performance.now() - begun < turn ? queueMicrotask(work) : afterOthers(work)

/** What fabric-shim takes for a gRPC stream to a peer: both ends of the conversation are in this thread. */
export class LocalStream extends EventEmitter implements ShimStream {
  readonly peer: Conversation

  constructor(chaincodeName: string) {
    super()
    this.peer = new Conversation((message) => arrive(() => this.emit('data', message)), chaincodeName)
  }

  write(message: peer.ChaincodeMessage): void {
    arrive(() => this.peer.receive(message))
  }

  end(): void {
    // it ends with the thread
  }
}
