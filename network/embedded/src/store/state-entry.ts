/** The transaction that wrote a key last. */
export interface Version {
  block: number
  position: number
}

export interface StateEntry {
  version: Version
  value: Uint8Array
}

const versionSize = 12

/** Stored form: block number (8 bytes), position in the block (4 bytes), both big-endian, then the value. */
export const encodeEntry = ({ version, value }: StateEntry): Buffer => {
  const bytes = Buffer.allocUnsafe(versionSize + value.length)
  bytes.writeBigUInt64BE(BigInt(version.block), 0)
  bytes.writeUInt32BE(version.position, 8)
  bytes.set(value, versionSize)
  return bytes
}

export const decodeEntry = (bytes: Buffer): StateEntry => ({
  version: { block: Number(bytes.readBigUInt64BE(0)), position: bytes.readUInt32BE(8) },
  value: bytes.subarray(versionSize),
})

export const sameVersion = (a: Version | undefined, b: Version | undefined): boolean =>
  a?.block === b?.block && a?.position === b?.position
