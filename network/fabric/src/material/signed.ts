import { createPrivateKey, sign, verify, type X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Joi from 'joi'
import type { Organisation } from '../description/consortium.ts'
import { NetworkProblem } from '../problem.ts'
import { userLayout } from './layout.ts'

/** A document as it travels: its exact text, signed by an organisation's administrator (ECDSA with SHA-256, DER). */
export interface SignedDocument {
  readonly application: string
  readonly signature: string
}

const schema = Joi.object<SignedDocument, true>({
  application: Joi.string().max(65_536).required(),
  signature: Joi.string().base64().required(),
})

/** Signs a document with the administrator's key that is on this machine. */
export const signDocument = (material: string, organisation: Organisation, document: object): string => {
  const text = JSON.stringify(document)
  const key = createPrivateKey(readFileSync(userLayout(material, organisation, 'Admin').privateKey))
  const signature = sign('sha256', Buffer.from(text), key).toString('base64')
  return JSON.stringify({ application: text, signature } satisfies SignedDocument, null, 2)
}

const invalid = (reason: string) =>
  new NetworkProblem(
    'application-invalid',
    `申请文件无效：${reason}`,
    `the application is invalid: ${reason}`,
  )

const checked = <T>(form: Joi.ObjectSchema<T>, text: string): T => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'not JSON')
  }
  const result = form.validate(value, { convert: false })
  if (result.error) throw invalid(result.error.message)
  return result.value
}

/**
 * Reads a signed document; its signature is not checked here.
 * @throws NetworkProblem `application-invalid`
 */
export const parseDocument = <T>(
  form: Joi.ObjectSchema<T>,
  text: string,
): { application: T; signed: SignedDocument } => {
  const signed = checked(schema, text)
  return { signed, application: checked(form, signed.application) }
}

/** Whether the holder of a certificate's key signed a document. */
export const isSignedBy = ({ application, signature }: SignedDocument, certificate: X509Certificate) =>
  verify('sha256', Buffer.from(application), certificate.publicKey, Buffer.from(signature, 'base64'))
