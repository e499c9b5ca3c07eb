import type { MessagePort } from 'node:worker_threads'

/** A shim message, and the endorsing organisation in whose conversation it stands. */
export type Posted = readonly [organisation: number, message: Uint8Array]

/** Collects the messages of one turn of the event loop and posts them at once: a post costs more than a message. */
export class Outbox {
  readonly #port: MessagePort
  #waiting: Posted[] = []

  constructor(port: MessagePort) {
    this.#port = port
  }

  add(organisation: number, message: { serializeBinary(): Uint8Array }): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#post())
    this.#waiting.push([organisation, message.serializeBinary()])
  }

  #post() {
    this.#port.postMessage(this.#waiting)
    this.#waiting = []
  }
}
