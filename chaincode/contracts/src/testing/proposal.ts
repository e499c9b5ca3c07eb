import { common, msp, peer } from '@hyperledger/fabric-protos'
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js'

/** A certificate of a throw-away key that nobody has: the shim reads one, the contracts never look at it. */
const anybody = `-----BEGIN CERTIFICATE-----
MIIBnTCCAUOgAwIBAgIUZ5HkAQ63MPGhPqDknxKhdfnYCoQwCgYIKoZIzj0EAwIw
IzEQMA4GA1UEAwwHZ2F0ZXdheTEPMA0GA1UECwwGY2xpZW50MCAXDTI2MTEyMTAz
MjYxOVoYDzIxMjYxMDI4MDMyNjE5WjAjMRAwDgYDVQQDDAdnYXRld2F5MQ8wDQYD
VQQLDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATiTBJx//7aIRlY
QJA5F1BbP2V7XEwDMLsPJ57ewi0VOdv1FNLMP2R4ix6sDJm8QFHDfdeBsyMkKNBj
S2BYNWtho1MwUTAdBgNVHQ4EFgQUfySivGDxZlk6mqxqIopxyQFedB0wHwYDVR0j
BBgwFoAUfySivGDxZlk6mqxqIopxyQFedB0wDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAgNIADBFAiAmTIoqqWKyeIcyiZ7yPtV3I0GKNIlOT6AqNr0hQjcScAIh
AO58aDB/iohOKKSQD1gajvYFQ6IY2fzer3b5kHUmIc/r
-----END CERTIFICATE-----
`

const creator = (certificate: string, mspId: string) => {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  identity.setIdBytes(Buffer.from(certificate))
  return identity.serializeBinary()
}

const header = (now: number, certificate: string, mspId: string) => {
  const time = new timestamp.Timestamp()
  time.fromDate(new Date(now))
  const channel = new common.ChannelHeader()
  channel.setTimestamp(time)
  const signature = new common.SignatureHeader()
  signature.setCreator(creator(certificate, mspId))
  signature.setNonce(new Uint8Array(24))
  const both = new common.Header()
  both.setChannelHeader(channel.serializeBinary())
  both.setSignatureHeader(signature.serializeBinary())
  return both.serializeBinary()
}

/** A signed proposal as a peer hands it to a chaincode: of the parts that the shim reads, and no more. */
export const proposalAt = (
  now: number,
  certificate = anybody,
  mspId = 'ConsensusOneMSP',
): peer.SignedProposal => {
  const payload = new peer.ChaincodeProposalPayload()
  payload.setInput(Buffer.from('input'))
  const proposal = new peer.Proposal()
  proposal.setHeader(header(now, certificate, mspId))
  proposal.setPayload(payload.serializeBinary())
  const signed = new peer.SignedProposal()
  signed.setProposalBytes(proposal.serializeBinary())
  return signed
}

/** The arguments of an invocation, the function's name first. */
export const inputOf = (args: readonly string[]): peer.ChaincodeInput => {
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((arg) => Buffer.from(arg)))
  return input
}
