import { Refusal } from '@huren/records'

/** Whose accesses a list gathers: one person's, or those from one institution. */
export const listKinds = ['patient', 'institution'] as const
export type ListKind = (typeof listKinds)[number]
export interface ListName {
  readonly kind: ListKind
  /** The person's identifier exactly as both the imaging cloud and the person know it, or the institution's id. */
  readonly name: string
}

const printable = /^[^\p{C}]{1,128}$/u

/**
 * A name has one spelling: up to 128 characters in Unicode's form C, none of them a control character.
 * @throws Refusal `payload-invalid` with the field
 */
export const checkName = (name: unknown, field = 'patient'): string => {
  if (typeof name === 'string' && name.isWellFormed() && name.normalize() === name && printable.test(name))
    return name
  throw new Refusal('payload-invalid', `${field} must be 1 to 128 printable characters in form C`, field)
}

/** What the VRF is asked for; explorer/verify/ACCESS.md, section 3. */
export const textOf = ({ kind, name }: ListName): Buffer =>
  Buffer.from(`huren-access-list/v1\n${kind}\n${name}\n`)

/** Where a list stands in the index, and the secret with which its value there is committed. */
export interface Label {
  readonly label: Buffer
  readonly opening: Buffer
  /** The label in hexadecimal. */
  readonly id: string
}

export const labelFrom = (output: Uint8Array): Label => {
  const [label, opening] = [Buffer.from(output.subarray(0, 32)), Buffer.from(output.subarray(32, 64))]
  return { label, opening, id: label.toString('hex') }
}
