import { field, type KeyId, Refusal } from '@huren/records'

/** What the patient's screen shows at the counter, as a QR code and as text: where, which code, which key. */
export interface Offer {
  readonly explorer: string
  readonly code: string
  readonly key: KeyId
}

/** The key's id travels on the screen, so that no server can put another key in its place. */
export const offerText = ({ explorer, code, key }: Offer) => `${explorer}/patient#/bind/${code}/${key}`

/** @throws Refusal `payload-invalid` */
export const readOffer = (text: string): Offer => {
  const [, explorer = '', code = '', key = ''] =
    /^(https?:\/\/[^\s/]{1,200})\/patient#\/bind\/([\w-]{22})\/([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (!explorer) throw new Refusal('payload-invalid', 'this is not the text of a binding code')
  return { explorer, code, key: field.keyId().validate(key).value }
}
