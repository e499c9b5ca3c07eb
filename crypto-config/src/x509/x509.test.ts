import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { p256 } from '@noble/curves/nist.js'
import tap, { test } from 'tap'
import { createConsortium, loadConsortium } from './consortium.ts'
import { daysLeft } from './days-left.ts'
import { certifyKey, issueIdentity } from './identity.ts'
import { nodeSigner } from './node-signer.ts'
import * as x509 from './x509.ts'

const dir = await mkdtemp(join(tmpdir(), 'huren-x509-'))
const [first, second, supervisor] = await createConsortium(dir, {
  hosts: ['ledger.example.org', '192.0.2.7'],
})
if (!first || !second || !supervisor) throw new Error('there are three central organisations')
tap.teardown(() => rm(dir, { recursive: true }))

const organisations = [first, second, supervisor]
const filesOf = async () => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
const digests = async () =>
  Promise.all(
    (await filesOf()).map(async (path) => [
      path,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ]),
  )

test('three organisations, each with authorities of its own', async (t) => {
  t.strictSame(
    organisations.map(({ mspId }) => mspId),
    ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP'],
  )
  const authorities = organisations.flatMap(({ caCertificate, tlsCaCertificate }) => [
    caCertificate,
    tlsCaCertificate,
  ])
  const serials = new Set(authorities.map((pem) => new X509Certificate(pem).serialNumber))
  t.equal(serials.size, 6)
  for (const pem of authorities) {
    const certificate = new X509Certificate(pem)
    t.ok(certificate.ca)
    t.ok(certificate.verify(certificate.publicKey))
    t.ok(daysLeft(pem) > 3600)
  }
})

test('members: role, chain and key belong together', async (t) => {
  const members = [
    { ou: 'peer', member: await first.member('peer', 'peer0') },
    { ou: 'orderer', member: await first.member('orderer', 'orderer1') },
    { ou: 'admin', member: await first.member('user', 'Admin') },
    { ou: 'client', member: await first.member('user', 'gateway') },
  ]
  for (const { ou, member } of members) {
    const certificate = new X509Certificate(member.certificate)
    t.match(certificate.subject, `OU=${ou}`)
    t.ok(
      certificate.checkIssued(new X509Certificate(first.caCertificate)),
      'issued by its organisation (AKI, SKI)',
    )
    t.ok(certificate.verify(createPublicKey(first.caCertificate)))
    t.notOk(certificate.verify(createPublicKey(second.caCertificate)))
    t.notOk(certificate.ca)
    const tls = new X509Certificate(member.tlsCertificate)
    t.ok(tls.verify(createPublicKey(first.tlsCaCertificate)))
    for (const host of ['localhost', 'ledger.example.org', member.name]) t.ok(tls.checkHost(host), host)
    for (const address of ['127.0.0.1', '192.0.2.7', '::1']) t.ok(tls.checkIP(address), address)
    const signature = await nodeSigner(member.privateKey)(Buffer.from('transaction'))
    t.ok(
      verify('sha256', Buffer.from('transaction'), certificate.publicKey, signature),
      'the key is the certificate’s',
    )
  }
})

test('key usage and constraints are critical, serials are random and positive', async (t) => {
  const { certificate } = await first.member('peer', 'peer0')
  const parsed = new x509.X509Certificate(certificate)
  t.equal(parsed.getExtension(x509.KeyUsagesExtension)?.usages, x509.KeyUsageFlags.digitalSignature)
  t.ok(parsed.getExtension(x509.KeyUsagesExtension)?.critical)
  t.ok(parsed.getExtension(x509.BasicConstraintsExtension)?.critical)
  t.match(parsed.serialNumber, /^[4-7][0-9a-f]{31}$/)
})

test('private keys are readable by their owner only', async (t) => {
  const paths = (await filesOf()).filter((path) => /priv_sk$|\.key$/.test(path))
  t.equal(paths.length, 3 * (2 + 2 * 5))
  for (const path of paths) t.equal((await stat(path)).mode & 0o777, 0o600, path)
})

test('each organisation’s folder stands alone: no file of another is in it', async (t) => {
  for (const organisation of organisations)
    for (const path of (await filesOf()).filter((file) => file.startsWith(organisation.dir)))
      for (const other of organisations.filter(({ mspId }) => mspId !== organisation.mspId))
        t.notOk((await readFile(path, 'utf8')).includes(other.domain), path)
})

test('made again, everything stays; what is missing is made', async (t) => {
  const before = await digests()
  await createConsortium(dir)
  t.strictSame(await digests(), before)
  await createConsortium(dir, { users: ['auditor'] })
  t.equal((await digests()).length, before.length + 3 * 8)
  const [again] = await loadConsortium(dir)
  t.match((await again?.member('user', 'auditor'))?.name, 'auditor@consensus1.huren.local')
})

test('an identity carries attributes as Fabric CA writes them', async (t) => {
  const attributes = { 'huren.institution': 'GD-4401-00012' }
  const { certificate } = await issueIdentity(first.dir, {
    commonName: '省人民医院',
    ou: 'client',
    attributes,
  })
  const extension = new x509.X509Certificate(certificate).getExtension('1.2.3.4.5.6.7.8.1')
  t.strictSame(JSON.parse(new TextDecoder().decode(extension?.value)), { attrs: attributes })
  t.notOk(extension?.critical)
  t.match(new X509Certificate(certificate).subject, '省人民医院')
})

test('a key is certified without leaving its holder', async (t) => {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const publicKey = x509.PemConverter.encode(
    await crypto.subtle.exportKey('spki', keys.publicKey),
    'PUBLIC KEY',
  )
  const pem = await certifyKey(first.dir, { commonName: 'hospital', ou: 'client', days: 30 }, publicKey)
  t.equal(
    new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
    publicKey.trim(),
  )
  t.equal(daysLeft(pem), 29)
  t.equal(daysLeft(pem, new Date(Date.now() + 31 * 86_400_000)), -2, 'expired')
})

test('transactions are signed in DER with the lower s', async (t) => {
  const { privateKey } = await first.member('user', 'gateway')
  const sign = nodeSigner(privateKey)
  for (let count = 0; count < 40; count++) {
    const signature = p256.Signature.fromBytes(await sign(Buffer.from([count])), 'der')
    t.notOk(signature.hasHighS())
  }
})
