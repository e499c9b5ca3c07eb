import { randomUUID } from 'node:crypto'
import type { RecordId } from '@huren/records'
import { checkEdge } from './check.ts'
import { AccessLogError } from './error.ts'
import { GroupCommit } from './group.ts'
import { Labels } from './lists/labels.ts'
import { Lists } from './lists/lists.ts'
import { Vrf } from './lists/vrf.ts'
import { VrfThread } from './lists/vrf-thread.ts'
import { bytes, type Head, keys, openStore, readEdge, readHead, type Store } from './store.ts'
import { EntryEdge } from './tree/entry-tiles.ts'
import { Edge } from './tree/tiles.ts'
import { type Incoming, type Sequenced, Writer } from './writer.ts'

export interface AccessLogOptions {
  /** A folder of its own. */
  readonly dataDir: string
  /** The secret of the log's lists, 32 bytes; the same for as long as the log lives. */
  readonly seed: Uint8Array
  /** The log's identity; made at random when the folder is empty and none is given. */
  readonly log?: RecordId
  /** So many events may wait to be written; 50,000 unless told. More are refused (`log-busy`). */
  readonly mostWaiting?: number
}

/** What an open log works with. */
export interface LogParts {
  readonly store: Store
  readonly id: RecordId
  readonly vrf: Vrf
  readonly thread: VrfThread
  readonly labels: Labels
  readonly lists: Lists
  readonly writer: Writer
  readonly group: GroupCommit<Incoming, Sequenced>
}

const newId = () => randomUUID() as RecordId

const begin = async (store: Store, log: RecordId, key: string): Promise<Head> => {
  const head = { log, size: 0, key }
  await store.put(keys.head, bytes(JSON.stringify(head)), { sync: true })
  return head
}

const checkHead = (head: Head, log: RecordId | undefined, key: string): void => {
  if (log && log !== head.log)
    throw new AccessLogError('log-mismatch', `the folder holds log ${head.log}, not ${log}`)
  if (key !== head.key) throw new AccessLogError('log-mismatch', 'the lists of this log have another secret')
}

/**
 * Opens a log's folder, or begins one there.
 * @throws AccessLogError `log-damaged`, `log-mismatch`
 */
export const openParts = async (options: AccessLogOptions): Promise<LogParts> => {
  const { dataDir, seed, log, mostWaiting = 50_000 } = options
  const store = await openStore(dataDir)
  try {
    const vrf = new Vrf(seed)
    const key = vrf.publicKey.toString('hex')
    const head = (await readHead(store)) ?? (await begin(store, log ?? newId(), key))
    checkHead(head, log, key)
    const tiles = await readEdge(store, head.size)
    const entries = new EntryEdge(head.size, await checkEdge(store, head.size, tiles))
    const lists = await Lists.load(store)
    const thread = new VrfThread(seed)
    const writer = new Writer(store, head, { lists, edge: new Edge(tiles), entries })
    const group = new GroupCommit((incoming: Incoming[]) => writer.commit(incoming), mostWaiting)
    const labels = new Labels(store, thread, seed)
    return { store, id: head.log, vrf, thread, labels, lists, writer, group }
  } catch (error) {
    await store.close()
    throw error
  }
}
