import { DER } from '@noble/curves/abstract/weierstrass.js'
import { bytesToNumberBE, concatBytes, hexToBytes, numberToBytesBE } from '@noble/curves/utils.js'

/**
 * Between r ‖ s (64 bytes, IEEE P1363) and DER (RFC 3279, section 2.2.3), which node:crypto speaks without options: an
 * options object costs it half as much again as the verification itself (an exception inside, Node 24).
 */
export const toDer = (signature: Uint8Array): Uint8Array =>
  hexToBytes(
    DER.hexFromSig({
      r: bytesToNumberBE(signature.subarray(0, 32)),
      s: bytesToNumberBE(signature.subarray(32)),
    }),
  )

export const fromDer = (der: Uint8Array): Uint8Array => {
  const { r, s } = DER.toSig(der)
  return concatBytes(numberToBytesBE(r, 32), numberToBytesBE(s, 32))
}
