import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isConsistent, leafHash, rootFromInclusion } from '@huren/verify'
import { test } from 'tap'
import { writeDurably } from './durable-file.ts'
import { nodeHash } from './hash.ts'
import { splitPoint, TreeReader } from './tree-reader.ts'
import { emptyEdge, TreeWriter } from './tree-writer.ts'

const leaf = (i: number) => Buffer.from(`leaf ${i}`)
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

/** The definition of RFC 6962, section 2.1, without any tiles. */
const rootOf = (start: number, end: number): Uint8Array => {
  if (end - start === 1) return leafHash(leaf(start))
  const middle = start + splitPoint(end - start)
  return nodeHash(rootOf(start, middle), rootOf(middle, end))
}

const folder = async (t: { teardown(handler: () => Promise<void>): void }) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-tiles-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  return dir
}

test('tiles: every size has the root of RFC 6962, written in one go or resumed at each size', async (t) => {
  const dir = await folder(t)
  const reader = new TreeReader(dir, 0)
  const sizes = [1, 2, 3, 7, 255, 256, 257, 300, 511, 512, 513, 700]
  for (const [i, size] of sizes.entries()) {
    const before = sizes[i - 1] ?? 0
    const writer = new TreeWriter(before === 0 ? emptyEdge : await reader.edge())
    for (let n = before; n < size; n++) writer.append(leaf(n))
    await writeDurably(dir, writer.take().files)
    reader.stored = size
    t.equal(hex(writer.root()), hex(rootOf(0, size)), `root of ${size} from the edge`)
    for (const older of [...sizes.slice(0, i + 1), Math.ceil(size / 2), Math.max(1, size - 3)])
      t.equal(
        hex(await reader.rootAt(older)),
        hex(rootOf(0, older)),
        `root of ${older} from the tiles of ${size}`,
      )
  }
  t.same((await readdir(join(dir, 'tile'))).sort(), ['0', '1', 'entries'])
})

test('tiles: proofs read from tiles satisfy the verifier, which shares no code with the notary', async (t) => {
  const dir = await folder(t)
  const writer = new TreeWriter(emptyEdge)
  const size = 66_000
  for (let i = 0; i < size; i++) writer.append(leaf(i))
  await writeDurably(dir, writer.take().files)
  const reader = new TreeReader(dir, size)
  const root = writer.root()
  for (const index of [0, 1, 255, 256, 4095, 65_535, 65_536, 65_999]) {
    t.equal(hex(await reader.leaf(index)), hex(leaf(index)))
    const path = await reader.inclusionProof(index, size)
    t.equal(hex(rootFromInclusion(index, size, leafHash(leaf(index)), path)), hex(root), `entry ${index}`)
  }
  for (const older of [1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 65_999, 66_000]) {
    const proof = await reader.consistencyProof(older, size)
    t.ok(isConsistent(older, await reader.rootAt(older), size, root, proof), `${older} to ${size}`)
  }
  const edge = new TreeWriter(await reader.edge())
  t.equal(hex(edge.root()), hex(root), 'three levels, resumed')
})
