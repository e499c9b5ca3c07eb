import { generateKey, verifySignature } from '@huren/crypto-config'
import type { Algorithm } from '@huren/records'
import smCrypto from 'sm-crypto'
import { sm2 as smCryptoV2 } from 'sm-crypto-v2'
import { perCoreSecond } from './measure.ts'

/** Operations a second on one core. */
export interface SignatureRates {
  readonly name: string
  readonly sign: number
  readonly verifyKnown: number
  /** A key that was never seen before, each time; absent where a library knows no difference. */
  readonly verifyNew?: number
}

/** About the size of a report's statement. */
const message = new Uint8Array(600).fill(7)
const enoughToBeCompiled = 100

const ours = (algorithm: Algorithm): SignatureRates => {
  const key = generateKey(algorithm)
  const signature = key.sign(message)
  for (let round = 0; round < enoughToBeCompiled; round++) verifySignature(key, message, signature)
  const strangers = Array.from({ length: 300 }, () => {
    const stranger = generateKey(algorithm)
    return { stranger, signature: stranger.sign(message) }
  })
  return {
    name: `huren ${algorithm}`,
    sign: perCoreSecond(() => key.sign(message)),
    verifyKnown: perCoreSecond(() => verifySignature(key, message, signature)),
    verifyNew: perCoreSecond((round) => {
      const one = strangers[round % strangers.length]
      if (one) verifySignature(one.stranger, message, one.signature)
    }),
  }
}

/** What the two libraries have in common; `hash` makes both sign SM3(Z ‖ message) with the default signer id. */
interface Library {
  doSignature(message: number[], privateKey: string, options: { hash: boolean; publicKey: string }): string
  doVerifySignature(
    message: number[],
    signature: string,
    publicKey: string,
    options: { hash: boolean },
  ): boolean
}

const theirs = (name: string, library: Library): SignatureRates => {
  const key = generateKey('SM2-SM3')
  const privateKey = Buffer.from(key.exportPrivate()).toString('hex')
  const content = [...message]
  const sign = () => library.doSignature(content, privateKey, { hash: true, publicKey: key.publicKey })
  const signature = sign()
  if (!verifySignature(key, message, Buffer.from(signature, 'hex')))
    throw new Error(`${name} signs differently`)
  const verify = () => library.doVerifySignature(content, signature, key.publicKey, { hash: true })
  return { name, sign: perCoreSecond(sign), verifyKnown: perCoreSecond(verify) }
}

const v2: Library = {
  doSignature: (content, privateKey, options) =>
    smCryptoV2.doSignature(Uint8Array.from(content), privateKey, options),
  doVerifySignature: (content, signature, publicKey, options) =>
    smCryptoV2.doVerifySignature(Uint8Array.from(content), signature, publicKey, options),
}

/** Ours beside the two libraries that others use, in one run on one core. */
export const benchSignatures = () => ({
  sm2: ours('SM2-SM3'),
  es256: ours('ES256'),
  smCrypto: theirs('sm-crypto', smCrypto.sm2),
  smCryptoV2: theirs('sm-crypto-v2', v2),
})
