import { randomUUID } from 'node:crypto'
import { generateKey, importKey } from '@huren/crypto-config'
import type { Algorithm } from '@huren/records'
import {
  central,
  commitment,
  committed,
  institutionPayload,
  keyPayload,
  type Province,
  report,
  sign,
  submit,
} from '../../src/testing/province.ts'

/** A hospital and its key for reports; plain, so that it can be handed to a thread. */
export interface Author {
  readonly institution: string
  readonly algorithm: Algorithm
  readonly privateKey: Uint8Array
}

const hospitals = 20

/** Has hospitals registered with one key each for reports, as the central organisations do. @param share of them that use SM2 */
export const registerAuthors = async ({ contract, keys }: Province, share: number): Promise<Author[]> => {
  const governance = keys.slice(0, 2)
  const authors: Author[] = []
  for (let i = 0; i < hospitals; i++) {
    const institution = `GD-4402-${String(i).padStart(5, '0')}`
    const administration = generateKey('ES256')
    const key = generateKey(i < hospitals * share ? 'SM2-SM3' : 'ES256')
    committed(
      await submit(contract, 'Registry:submit', [
        sign('institution', { ...institutionPayload(institution, 'hospital') }, governance),
        sign(
          'signing-key',
          keyPayload(administration, central[0] ?? '', institution, ['administration']),
          governance,
        ),
        sign('signing-key', keyPayload(key, institution, institution, ['report']), [administration]),
      ]),
    )
    authors.push({ institution, algorithm: key.algorithm, privateKey: key.exportPrivate() })
  }
  return authors
}

/** Writes reports of all authors by turns, each signed by its author's key. */
export const reportWriter = (authors: readonly Author[]): (() => string) => {
  const signers = authors.map(({ institution, algorithm, privateKey }) => ({
    issuer: institution,
    key: importKey(algorithm, privateKey),
  }))
  let written = 0
  return () => {
    const author = signers[written++ % signers.length]
    if (!author) throw new Error('no hospital')
    const { issuer, key } = author
    return report(key, { issuer, report: randomUUID(), content: commitment() })
  }
}
