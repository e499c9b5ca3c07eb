import { type AccessEvent, checkAccessEvent } from '@huren/records'
import { sha256 } from './tree/hash.ts'

export type { AccessEvent }

/** An access as whoever opens images tells it: the event, and whose images they were, which no log will show. */
export interface AccessReport {
  readonly event: AccessEvent
  /** The person's identifier in the imaging cloud, always the same for one person: the list of accesses hangs on it. */
  readonly patient: string
}

/**
 * The bytes of an event that are committed: compact JSON.
 * @throws Refusal `payload-invalid` with the field
 */
export const encodeEvent = (event: AccessEvent): Buffer => {
  checkAccessEvent(event)
  return Buffer.from(JSON.stringify(event))
}

const domain = Buffer.from('huren commitment v1\0')
const saltLength = 32
/** Where what is hashed is laid out; an event has some 500 bytes. */
const laidOut = Buffer.alloc(4096)
domain.copy(laidOut)

/** What the log has of an event: `commit` of \@huren/records, by the machine's own SHA-256. */
export const commitmentOf = (salt: Uint8Array, bytes: Uint8Array): Buffer => {
  const length = domain.length + saltLength + bytes.length
  if (salt.length !== saltLength || length > laidOut.length)
    return sha256(Buffer.concat([domain, salt, bytes]))
  laidOut.set(salt, domain.length)
  laidOut.set(bytes, domain.length + saltLength)
  return sha256(laidOut.subarray(0, length))
}
