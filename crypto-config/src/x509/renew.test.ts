import { X509Certificate } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { ensureOrganisation } from './make-organisation.ts'
import { loadOrganisation } from './organisation.ts'
import { renewCertificate } from './renew.ts'

test('CHAIN-8: a renewed certificate has the same holder, key, role and names, and a later end', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-renew-'))
  const none = { peers: [], users: [], hosts: ['10.0.0.7'] }
  await ensureOrganisation(dir, {
    mspId: 'OneMSP',
    domain: 'one.huren.local',
    orderers: ['orderer0'],
    ...none,
  })
  const member = await (await loadOrganisation(dir)).member('orderer', 'orderer0')
  for (const [pem, tls] of [
    [member.certificate, false],
    [member.tlsCertificate, true],
  ] as const) {
    const old = new X509Certificate(pem)
    const renewed = new X509Certificate(await renewCertificate(dir, pem, { tls, days: 1000 }))
    t.equal(renewed.subject, old.subject)
    t.equal(renewed.issuer, old.issuer)
    t.equal(renewed.subjectAltName, old.subjectAltName)
    t.ok(renewed.publicKey.equals(old.publicKey))
    t.not(renewed.serialNumber, old.serialNumber)
    t.ok(renewed.validToDate > old.validToDate)
    await t.rejects(renewCertificate(dir, pem, { tls: !tls }), /not issued by this authority/)
  }
})
