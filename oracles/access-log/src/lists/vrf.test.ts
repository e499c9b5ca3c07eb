import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { test } from 'tap'
import { Vrf, verifiedOutput } from './vrf.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** RFC 9381, appendix B.3, examples 16 to 18: secret, public key, text, proof, output. */
const published = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    '8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805',
    '90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    'f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02',
    'eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e',
    '645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c452118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f',
  ],
] as const

test('RFC 9381, appendix B.3: the published keys, proofs and outputs, and no others', async (t) => {
  for (const [secret, publicKey, text, proof, output] of published) {
    const vrf = new Vrf(bytes(secret))
    t.equal(vrf.publicKey.toString('hex'), publicKey)
    t.equal(vrf.prove(bytes(text)).toString('hex'), proof)
    t.equal(vrf.output(bytes(text)).toString('hex'), output)
    t.equal(verifiedOutput(bytes(publicKey), bytes(text), bytes(proof))?.toString('hex'), output)
    t.equal(verifiedOutput(bytes(publicKey), bytes('ff'), bytes(proof)), undefined, 'another text')
    t.equal(verifiedOutput(new Vrf(randomBytes(32)).publicKey, bytes(text), bytes(proof)), undefined)
  }
})

test('a proof with any byte changed proves nothing', async (t) => {
  const [[, publicKey, text, proof]] = published
  fc.assert(
    fc.property(fc.nat(79), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = bytes(proof)
      damaged[at] = (damaged[at] ?? 0) ^ change
      return verifiedOutput(bytes(publicKey), bytes(text), damaged) === undefined
    }),
    { numRuns: 60 },
  )
  t.equal(verifiedOutput(bytes(publicKey), bytes(text), bytes(proof).subarray(0, 79)), undefined)
  const identity = Buffer.concat([Buffer.of(1), Buffer.alloc(31)])
  t.equal(verifiedOutput(identity, bytes(text), bytes(proof)), undefined, 'a key of small order')
})
