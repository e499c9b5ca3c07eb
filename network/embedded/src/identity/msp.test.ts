import { X509Certificate } from 'node:crypto'
import { loadConsortium } from '@huren/crypto-config'
import { test } from 'tap'
import { testFolders } from '../testing/ledger.ts'
import { loadMemberships } from './consortium.ts'
import { ChannelMembership, serializeIdentity } from './msp.ts'

test('a member is who its organisation says it is', async (t) => {
  const { consortiumDir } = await testFolders(t)
  const membership = new ChannelMembership(await loadMemberships(consortiumDir))
  const [one, two] = await loadConsortium(consortiumDir)
  if (!one || !two) throw new Error('there are no organisations')
  const peer = await one.member('peer', 'peer0')
  const recognised = (mspId: string, certificate: string) =>
    membership.identity(serializeIdentity(mspId, Buffer.from(certificate)))

  t.match(recognised(one.mspId, peer.certificate), { mspId: 'ConsensusOneMSP', role: 'peer' })
  t.match(recognised(one.mspId, (await one.member('orderer', 'orderer0')).certificate), { role: 'orderer' })
  t.match(recognised(one.mspId, (await one.member('user', 'gateway')).certificate), { role: 'client' })
  t.throws(() => recognised(two.mspId, peer.certificate), /not issued by/, 'of another organisation')
  t.throws(() => recognised('OtherMSP', peer.certificate), /MSP OtherMSP is unknown/)
  t.throws(() => recognised(one.mspId, one.caCertificate), /not issued by/, 'an authority is no member')
  t.throws(() => recognised(one.mspId, peer.tlsCertificate), /not issued by/, 'a TLS certificate')
  t.throws(() => recognised(one.mspId, 'no certificate'), Error)
  t.throws(() => membership.identity(Buffer.from('nonsense')), Error)

  const expiry = new X509Certificate(peer.certificate).validToDate.getTime()
  const identity = recognised(one.mspId, peer.certificate)
  t.equal(identity.isExpired(expiry - 1000), false)
  t.equal(identity.isExpired(expiry + 1000), true)
})
