import { X509Certificate } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'tap'
import { issueIdentity } from './identity.ts'
import { ensureOrganisation } from './make-organisation.ts'
import { loadOrganisation } from './organisation.ts'
import { readRevocationList, revokeCertificate } from './revocation.ts'

const organisation = async (domain: string) => {
  const dir = await mkdtemp(join(tmpdir(), 'huren-revoke-'))
  await ensureOrganisation(dir, {
    mspId: 'OneMSP',
    domain,
    peers: [],
    orderers: [],
    users: ['Admin'],
    hosts: [],
  })
  return { dir, ca: (await loadOrganisation(dir)).caCertificate }
}

test('CHAIN-55: what an authority revokes stands in a list that it signed, and stays there', async (t) => {
  const [one, other] = [await organisation('one.huren.local'), await organisation('two.huren.local')]
  const serial = (pem: string) => new X509Certificate(pem).serialNumber.toLowerCase()
  const [a, b] = [
    await issueIdentity(one.dir, { commonName: 'a', ou: 'client' }),
    await issueIdentity(one.dir, { commonName: 'b', ou: 'client' }),
  ]
  const first = await readRevocationList(await revokeCertificate(one.dir, a.certificate), one.ca)
  t.strictSame(first.serials, [serial(a.certificate)])
  await revokeCertificate(one.dir, b.certificate)
  const list = await revokeCertificate(one.dir, b.certificate)
  const both = await readRevocationList(list, one.ca)
  t.strictSame(both.serials, [serial(a.certificate), serial(b.certificate)], 'twice is once')
  await t.rejects(readRevocationList(list, other.ca), /not signed by this authority/)
  await t.rejects(readRevocationList('nonsense', one.ca), /no certificate revocation list/)
  await t.rejects(revokeCertificate(other.dir, a.certificate), /not issued by this authority/)
})
