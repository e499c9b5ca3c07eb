import type { MessagePort } from 'node:worker_threads'

/** Collects the messages of one turn of the event loop and posts them at once: a post costs more than a message. */
export class Outbox {
  readonly #port: MessagePort
  #waiting: Uint8Array[] = []

  constructor(port: MessagePort) {
    this.#port = port
  }

  add(message: { serializeBinary(): Uint8Array }): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#post())
    this.#waiting.push(message.serializeBinary())
  }

  #post() {
    this.#port.postMessage(this.#waiting)
    this.#waiting = []
  }
}
