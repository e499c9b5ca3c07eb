import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common, msp } from '@hyperledger/fabric-protos'
import { makeApplication } from '../city/application.ts'
import type { Organisation } from '../description/consortium.ts'
import { defaultConsortium } from '../description/default.ts'
import { writeConsortium } from '../description/file.ts'
import { userLayout } from '../material/layout.ts'
import { makeMaterial } from '../material/make.ts'
import type { Operation } from '../proposal/operation.ts'
import { workspaceAt } from '../run/workspace.ts'

/** An update that changes something, as bytes; which, the tests that use it do not ask. */
export const anyUpdate = () => {
  const after = new common.ConfigGroup()
  after.setVersion(1)
  after.getGroupsMap().set('Application', new common.ConfigGroup())
  const made = new common.ConfigUpdate()
  made.setChannelId('huren')
  made.setReadSet(new common.ConfigGroup())
  made.setWriteSet(after)
  return made.serializeBinary()
}

/** A proposal's file with these signatures. */
export const proposalWith = (
  operation: Operation,
  bytes: Uint8Array,
  signatures: common.ConfigSignature[],
) => {
  const signed = new common.ConfigUpdateEnvelope()
  signed.setConfigUpdate(bytes)
  signed.setSignaturesList(signatures)
  const payload = new common.Payload()
  payload.setData(signed.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  const update = Buffer.from(envelope.serializeBinary()).toString('base64')
  return JSON.stringify({ version: 1, operation, update })
}

const city: Organisation = {
  name: 'foshan',
  mspId: 'FoshanMSP',
  domain: 'foshan.huren.local',
  dataCentre: 'foshan',
  orderers: [],
  peers: [{ name: 'peer0', host: '127.0.0.1', port: 19_351, operationsPort: 19_352, chaincodePort: 19_353 }],
}

/**
 * The description and keys of a network of which nothing runs, a folder of exchanged files, a city that applies: what can
 * be looked at without Fabric.
 */
export const standingNetwork = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-standing-'))
  const consortium = defaultConsortium({ basePort: 19_100 })
  const workspace = workspaceAt(join(folder, 'network'))
  const exchange = join(folder, 'exchange')
  for (const each of [workspace.root, exchange]) mkdirSync(each, { recursive: true })
  writeConsortium(workspace.description, consortium)
  for (const organisation of consortium.organisations) await makeMaterial(workspace.material, organisation)
  const elsewhere = join(folder, 'foshan')
  await makeMaterial(elsewhere, city)
  /** A signature of an organisation's administrator, as `peer channel signconfigtx` makes it. */
  const signature = (by: Organisation, bytes: Uint8Array, claims = by) => {
    const { certificate, privateKey } = userLayout(workspace.material, by, 'Admin')
    const identity = new msp.SerializedIdentity()
    identity.setMspid(claims.mspId)
    identity.setIdBytes(readFileSync(certificate))
    const header = new common.SignatureHeader()
    header.setCreator(identity.serializeBinary())
    header.setNonce(randomBytes(24))
    const made = new common.ConfigSignature()
    made.setSignatureHeader(header.serializeBinary())
    const key = createPrivateKey(readFileSync(privateKey))
    made.setSignature(sign('sha256', Buffer.concat([header.serializeBinary(), bytes]), key))
    return made
  }
  return {
    folder,
    network: { consortium, workspace },
    exchange,
    application: makeApplication(elsewhere, city),
    signature,
    put: (name: string, text: string) => writeFileSync(join(exchange, name), text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
