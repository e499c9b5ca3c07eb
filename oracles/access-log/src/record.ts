/** What is stored of an event beside its commitment: salt (32) ‖ label of the person's list (32) ‖ the event's bytes. */
export interface EventRecord {
  readonly salt: Buffer
  readonly label: Buffer
  readonly bytes: Buffer
}

export const recordBytes = ({ salt, label, bytes }: EventRecord): Buffer =>
  Buffer.concat([salt, label, bytes])

export const recordFrom = (stored: Uint8Array): EventRecord => {
  const buffer = Buffer.from(stored)
  return { salt: buffer.subarray(0, 32), label: buffer.subarray(32, 64), bytes: buffer.subarray(64) }
}
