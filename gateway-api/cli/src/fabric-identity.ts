import { createPrivateKey } from 'node:crypto'
import type { Gateway, Identity } from '@hyperledger/fabric-gateway'
import { UsageError } from './exit.ts'
import { readBytes } from './input.ts'

export interface FabricIdentityOptions {
  readonly identity?: string
  readonly identityKey?: string
  readonly msp?: string
}

/** An institution's own X.509 identity and the signer that never leaves this machine. */
export interface FabricIdentity {
  /** Makes and reads proposals; it is never connected to anything. */
  readonly gateway: Gateway
  /** ECDSA over a digest, DER, low s. */
  readonly sign: (digest: Uint8Array) => Promise<Uint8Array>
  readonly identity: Identity
}

const privateKeyIn = async (file: string) => {
  const pem = await readBytes(file)
  try {
    return createPrivateKey(pem)
  } catch {
    throw new UsageError('identity-key-malformed', `${file} holds no private key in PEM`)
  }
}

/** The identity that the options name, if they name one. */
export const openFabricIdentity = async ({
  identity: certificate,
  identityKey,
  msp,
}: FabricIdentityOptions): Promise<FabricIdentity | undefined> => {
  if (certificate === undefined) return undefined
  if (identityKey === undefined || msp === undefined)
    throw new UsageError('identity-incomplete', '--identity goes with --identity-key and --msp')
  const { Client, credentials } = await import('@grpc/grpc-js')
  const { connect, signers } = await import('@hyperledger/fabric-gateway')
  const identity = { mspId: msp, credentials: await readBytes(certificate) }
  const client = new Client('localhost:1', credentials.createInsecure())
  return {
    identity,
    gateway: connect({ client, identity }),
    sign: signers.newPrivateKeySigner(await privateKeyIn(identityKey)),
  }
}
