import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBase64 } from '@huren/records'
import { test } from 'tap'
import { isConsistent, rootFromInclusion } from './merkle.ts'

/** The folder `testdata` of github.com/transparency-dev/merkle, where somebody has it: nothing of it is copied here. */
const folder = process.env.HUREN_MERKLE_VECTORS
const skip = folder ? false : 'HUREN_MERKLE_VECTORS does not name the testdata of transparency-dev/merkle'

interface Inclusion {
  readonly leafIdx: number
  readonly treeSize: number
  readonly root: string
  readonly leafHash: string
  readonly proof: readonly string[] | null
  readonly desc: string
  readonly wantErr: boolean
}
interface Consistency {
  readonly size1: number
  readonly size2: number
  readonly root1: string
  readonly root2: string
  readonly proof: readonly string[] | null
  readonly desc: string
  readonly wantErr: boolean
}

const read = <T>(kind: string): { name: string; vector: T }[] =>
  globSync(`${kind}/**/*.json`, { cwd: folder ?? '' }).map((name) => ({
    name,
    vector: JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')),
  }))
const bytes = (text: string | null) => decodeBase64(text ?? '') ?? new Uint8Array()
const hashes = (proof: readonly string[] | null) => (proof ?? []).map(bytes)
const equal = (a: Uint8Array | undefined, b: Uint8Array) =>
  a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i])

test(
  'RFC 6962 inclusion proofs of transparency-dev/merkle: accepted and refused as they say',
  { skip },
  async (t) => {
    const vectors = read<Inclusion>('inclusion')
    t.ok(vectors.length > 50, `${vectors.length} vectors`)
    for (const { name, vector } of vectors) {
      const { leafIdx, treeSize, leafHash, proof, root, desc, wantErr } = vector
      // a hash has 32 bytes wherever this verifier reads one: what is no hash never gets here
      const wellFormed = [leafHash, root, ...(proof ?? [])].every((text) => bytes(text).length === 32)
      const found =
        wellFormed && equal(rootFromInclusion(leafIdx, treeSize, bytes(leafHash), hashes(proof)), bytes(root))
      t.equal(found, !wantErr, `${name}: ${desc}`)
    }
  },
)

test(
  'RFC 6962 consistency proofs of transparency-dev/merkle: accepted and refused as they say',
  { skip },
  async (t) => {
    const vectors = read<Consistency>('consistency')
    t.ok(vectors.length > 50, `${vectors.length} vectors`)
    for (const { name, vector } of vectors) {
      const { size1, size2, root1, root2, proof, desc, wantErr } = vector
      const found = isConsistent(size1, bytes(root1), size2, bytes(root2), hashes(proof))
      t.equal(found, !wantErr, `${name}: ${desc}`)
    }
  },
)
