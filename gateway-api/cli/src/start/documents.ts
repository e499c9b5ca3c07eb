import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CatalogueItem, Digest, ItemCode, ReasonCode, RecognitionRule } from '@huren/records'

/** What lies off the ledger: names and wording. The ledger holds the digest of the file's exact bytes. */
interface Documents {
  catalogue: { readonly items: readonly (Pick<CatalogueItem, 'kind' | 'validDays'> & { item: ItemCode })[] }
  rule: Pick<RecognitionRule, 'version' | 'minimumLevel' | 'scope' | 'qualityRequired'>
  reasons: { readonly version: number; readonly reasons: readonly { readonly reason: ReasonCode }[] }
}

export const documentNames = ['catalogue', 'rule', 'reasons'] as const

export const documentUrl = (name: keyof Documents) => new URL(`documents/${name}.json`, import.meta.url)

export interface Document<Name extends keyof Documents> {
  readonly content: Documents[Name]
  readonly digest: Digest
}

/** A synthetic document of a trial, with the SHA-256 of its bytes. */
export const loadDocument = async <Name extends keyof Documents>(name: Name): Promise<Document<Name>> => {
  const bytes = await readFile(documentUrl(name))
  return {
    content: JSON.parse(bytes.toString('utf8')),
    digest: createHash('sha256').update(bytes).digest('hex') as Digest,
  }
}
