import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto'

/** Signs the log's checkpoints: C2SP signed-note v1.0.0 and tlog-checkpoint v1.0.0, Ed25519. */
export interface NoteSigner {
  /** The schema-less URL of the log: origin of its checkpoints, and name of its key. */
  readonly origin: string
  /** `name+id+base64(0x01 ‖ key)`: what others verify with. */
  readonly verifierKey: string
  sign(size: number, root: Uint8Array): string
}

const ed25519 = Buffer.of(0x01)
const printable = /^[!-*,-~]{1,200}$/

/** @throws RangeError when the origin is not printable ASCII without spaces and plus signs */
export const noteSigner = (origin: string, key: KeyObject): NoteSigner => {
  if (!printable.test(origin))
    throw new RangeError(`not a name of a log (printable ASCII without spaces and plus signs): ${origin}`)
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  const typeAndKey = Buffer.concat([ed25519, publicKey])
  const id = hash('sha256', Buffer.concat([Buffer.from(`${origin}\n`), typeAndKey]), 'buffer').subarray(0, 4)
  return {
    origin,
    verifierKey: `${origin}+${id.toString('hex')}+${typeAndKey.toString('base64')}`,
    sign: (size, root) => {
      const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')
      return `${text}\n— ${origin} ${signature}\n`
    },
  }
}
