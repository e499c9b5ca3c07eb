import { leaves, roots } from '@huren/records/testing/rfc6962'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { test } from 'tap'
import { auditPath, consistencyProof, treeHash } from '../vectors/tools/log.ts'
import { isConsistent, leafHash, rootFromInclusion } from './merkle.ts'

const hashes = leaves.map((leaf) => leafHash(hexToBytes(leaf)))
const root = (size: number) => hexToBytes(roots[size - 1] ?? '')

test('RFC 6962 reference tree: every entry of every size leads to the published root', async (t) => {
  for (let size = 1; size <= 8; size++)
    for (let index = 0; index < size; index++) {
      const path = auditPath(index, hashes.slice(0, size))
      const found = rootFromInclusion(index, size, hashes[index]!, path)
      t.equal(found && bytesToHex(found), roots[size - 1], `entry ${index} of ${size}`)
      t.not(found && rootFromInclusion((index + 1) % 8, size, hashes[index]!, path)?.join(), found?.join())
      t.equal(
        rootFromInclusion(index, size, hashes[index]!, [...path, root(1)]),
        undefined,
        'one hash too many',
      )
      if (path.length > 0)
        t.equal(rootFromInclusion(index, size, hashes[index]!, path.slice(1)), undefined, 'one hash too few')
    }
})

test('RFC 6962 reference tree: every size is consistent with every later one, and with no other root', async (t) => {
  for (let newer = 1; newer <= 8; newer++)
    for (let older = 1; older <= newer; older++) {
      const proof = consistencyProof(older, hashes.slice(0, newer))
      t.ok(isConsistent(older, root(older), newer, root(newer), proof), `${older} to ${newer}`)
      t.notOk(isConsistent(older, root(older), newer, root((newer % 8) + 1), proof), 'another root')
      t.notOk(isConsistent(older, root((older % 8) + 1), newer, root(newer), proof), 'another older root')
      t.notOk(isConsistent(older, root(older), newer, root(newer), [...proof, root(1)]), 'a hash too many')
      if (older < newer)
        t.notOk(isConsistent(older, root(older), newer, root(newer), proof.slice(1)), 'too few')
    }
})

test('an uneven tree of 1000: the recursive definition and the iterative verifier agree', async (t) => {
  const many = Array.from({ length: 1000 }, (_, i) => leafHash(Uint8Array.of(i >> 8, i & 255)))
  const top = treeHash(many).join()
  const bad = many.filter(
    (leaf, i) => i % 7 === 0 && rootFromInclusion(i, 1000, leaf, auditPath(i, many))?.join() !== top,
  )
  t.same(bad, [])
})
