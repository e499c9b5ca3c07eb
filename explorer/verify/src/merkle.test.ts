import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { test } from 'tap'
import { auditPath, consistencyProof, treeHash } from '../vectors/tools/log.ts'
import { isConsistent, leafHash, rootFromInclusion } from './merkle.ts'

/** The reference tree of Certificate Transparency (RFC 6962's own tests): eight leaves, the roots of sizes 1 to 8. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
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
