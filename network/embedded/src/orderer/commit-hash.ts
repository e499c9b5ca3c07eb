import { inKeyOrder } from '../endorser/rwset-parts.ts'
import { sha256 } from '../protoutil/digest.ts'
import type { Write } from '../store/ledger-store.ts'
import { encodeEntry } from '../store/state-entry.ts'

const sized = (bytes: Uint8Array): Buffer => {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * Chains what each block decided: its validation flags, and its writes in key order. It has the place and purpose of
 * Fabric's COMMIT_HASH, but not its encoding, so the values differ from a peer's.
 */
export const commitHash = (
  previous: Uint8Array,
  flags: Uint8Array,
  writes: ReadonlyMap<string, Write>,
): Uint8Array =>
  sha256(
    sized(flags),
    ...inKeyOrder(writes).flatMap(([key, { version, value }]) => [
      sized(Buffer.from(key)),
      sized(encodeEntry({ version, value: value ?? new Uint8Array() })),
    ]),
    previous,
  )
