import { generateKey, verifySignature } from '@huren/crypto-config'
import {
  commit,
  type Instant,
  keyId,
  newSalt,
  type PublicKeyHex,
  type RecordId,
  type StatementId,
} from '@huren/records'
import { test } from 'tap'
import {
  type Card,
  type Content,
  checkContent,
  checkSignedBy,
  offerText,
  openDocument,
  openSelfSigned,
  opensFor,
  readOffer,
  seal,
  signDocument,
  unseal,
} from './index.ts'

const now = () => new Date().toISOString() as Instant
const uuid = () => crypto.randomUUID() as RecordId
const hex = (bytes: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(bytes)).toString('hex')

const device = async () => {
  const signer = generateKey('ES256')
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
  const sealing = hex(await crypto.subtle.exportKey('raw', pair.publicKey)) as PublicKeyHex
  const { id: key, algorithm, publicKey } = signer
  const card: Card = { issuedAt: now(), key, algorithm, publicKey, sealing }
  return { signer, pair, card }
}

const salt = newSalt()
const subject = commit(salt, new TextEncoder().encode('张三 档案 12'))
const openings: Content = {
  kind: 'openings',
  person: '张三 档案 12',
  openings: [
    { statement: 'ab'.repeat(32) as StatementId, report: uuid(), salt: hex(salt), title: '胸部 CT' },
  ],
}
const writer = (from: Card['key']) => ({ from, letter: uuid(), issuedAt: now(), notAfter: now() })

test('PROV-24, SEC-8 (storage): a sealed letter opens with the non-extractable key of its reader, and proves whose report it is', async (t) => {
  const { pair, card } = await device()
  const hospital = generateKey('SM2-SM3')
  const letter = await seal(openings, card, writer(hospital.id))
  t.notMatch(JSON.stringify(letter), /张三|胸部/)
  const envelope = await signDocument('letter', letter, hospital)
  const opened = openDocument('letter', JSON.stringify(envelope))
  checkSignedBy(opened, hospital, verifySignature)
  t.throws(() => checkSignedBy(opened, generateKey('SM2-SM3'), verifySignature), {
    code: 'signature-invalid',
  })
  const content = await unseal(opened.payload, pair)
  t.same(content, openings)
  if (content.kind !== 'openings') return
  t.ok(opensFor(content.person, content.openings[0]!, subject))
  t.notOk(opensFor('李四 档案 13', content.openings[0]!, subject), 'nobody else')
})

test('a letter opens for no other device, not under another id, and not when a bit of it was changed', async (t) => {
  const [one, other] = [await device(), await device()]
  const letter = await seal(openings, one.card, writer(one.card.key))
  await t.rejects(unseal(letter, other.pair))
  await t.rejects(unseal({ ...letter, letter: uuid() }, one.pair))
  await t.rejects(unseal({ ...letter, to: other.card.key }, one.pair))
  const flipped = letter.sealed.startsWith('A') ? `B${letter.sealed.slice(1)}` : `A${letter.sealed.slice(1)}`
  await t.rejects(unseal({ ...letter, sealed: flipped }, one.pair))
})

test('a card shows its own key: neither key nor sealing key can be exchanged', async (t) => {
  const { signer, card } = await device()
  const other = await device()
  const text = JSON.stringify(await signDocument('card', card, signer))
  t.same(openSelfSigned('card', text, verifySignature).payload, card)
  const swapped = JSON.stringify(
    await signDocument('card', { ...card, sealing: other.card.sealing }, other.signer),
  )
  t.throws(() => openSelfSigned('card', swapped, verifySignature), { code: 'signature-invalid' })
  const named = JSON.stringify(await signDocument('card', { ...other.card, key: card.key }, other.signer))
  t.throws(() => openSelfSigned('card', named, verifySignature), { code: 'key-id-mismatch' })
})

test('what a letter says is one of four things, and no more than that', (t) => {
  const request = {
    kind: 'request',
    consent: uuid(),
    grantee: 'GD-4401-00012',
    purpose: 'treatment',
    scope: 'all',
    hours: 24,
    who: '心内科',
    why: '术前对比',
  }
  t.same(checkContent(request), request)
  for (const wrong of [
    { hours: 0 },
    { scope: 'items' },
    { purpose: 'marketing' },
    { script: 1 },
    { kind: 'x' },
  ])
    t.throws(() => checkContent({ ...request, ...wrong }), { code: 'payload-invalid' })
  t.end()
})

test('the code on the screen names server, code and key, and reads back', async (t) => {
  const { card } = await device()
  const offer = { explorer: 'https://explorer.example', code: 'a'.repeat(22), key: card.key }
  t.same(readOffer(offerText(offer)), offer)
  t.equal(card.key, keyId(card))
  for (const text of ['', 'javascript:alert(1)', offerText({ ...offer, code: 'x' }), `${offerText(offer)}00`])
    t.throws(() => readOffer(text), { code: 'payload-invalid' })
})
