import { ledger } from '@hyperledger/fabric-protos'
import type { Version } from '../store/state-entry.ts'

const { kvrwset } = ledger.rwset

export const kvRead = (key: string, version: Version | undefined) => {
  const read = new kvrwset.KVRead()
  read.setKey(key)
  if (version) {
    const fabricVersion = new kvrwset.Version()
    fabricVersion.setBlockNum(version.block)
    fabricVersion.setTxNum(version.position)
    read.setVersion(fabricVersion)
  }
  return read
}

export const versionOf = (version: ledger.rwset.kvrwset.Version | undefined): Version | undefined =>
  version && { block: version.getBlockNum(), position: version.getTxNum() }

/** Entries in the order of their keys' UTF-8 bytes, which is the store's order and Fabric's. */
export const inKeyOrder = <V>(entries: ReadonlyMap<string, V>): [string, V][] =>
  [...entries]
    .map(([key, value]) => ({ bytes: Buffer.from(key), entry: [key, value] satisfies [string, V] }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry)
