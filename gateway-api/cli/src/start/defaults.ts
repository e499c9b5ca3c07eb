import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Gateway, signedBy } from '@huren/client'
import { signStatement } from '@huren/crypto-config'
import type { CatalogueItem, Envelope, Instant, ReasonDictionary, RecognitionRule } from '@huren/records'
import { insistCommitted } from './bootstrap.ts'
import { documentNames, documentUrl, loadDocument } from './documents.ts'
import type { CentralOrganisation } from './organisations.ts'

const statedBy = (central: CentralOrganisation, now: Instant) => ({
  issuer: central.institution,
  issuedAt: now,
  effectiveFrom: now,
})

const payloads = async (central: CentralOrganisation, now: Instant) => {
  const stated = statedBy(central, now)
  const catalogue = await loadDocument('catalogue')
  const rule = await loadDocument('rule')
  const reasons = await loadDocument('reasons')
  const { version, minimumLevel, scope, qualityRequired } = rule.content
  return {
    items: catalogue.content.items.map(
      ({ item, kind, validDays }): CatalogueItem => ({
        ...stated,
        item,
        version: 1,
        kind,
        status: 'active',
        validDays,
        document: catalogue.digest,
      }),
    ),
    rule: {
      ...stated,
      version,
      minimumLevel,
      scope,
      qualityRequired,
      document: rule.digest,
    } satisfies RecognitionRule,
    reasons: {
      ...stated,
      version: reasons.content.version,
      reasons: reasons.content.reasons.map(({ reason }) => reason),
      document: reasons.digest,
    } satisfies ReasonDictionary,
  }
}

/** The statements of a trial's catalogue, rule and dictionary, signed by two of the three central organisations. */
const defaultStatements = async (centrals: readonly CentralOrganisation[]): Promise<Envelope[]> => {
  const [first, second] = centrals
  if (!first || !second) throw new RangeError('governance needs two central organisations')
  const keys = [first.key, second.key]
  const { items, rule, reasons } = await payloads(first, new Date().toISOString() as Instant)
  return [
    ...items.map((item) => signStatement('catalogue-item', item, keys)),
    signStatement('recognition-rule', rule, keys),
    signStatement('reason-dictionary', reasons, keys),
  ]
}

/** Copies the documents whose digests the ledger holds, so that the operator has their wording. */
const keepDocuments = async (dir: string) => {
  await mkdir(dir, { recursive: true })
  for (const name of documentNames) await copyFile(documentUrl(name), join(dir, `${name}.json`))
}

/** Gives an empty registry a synthetic catalogue, rule and reason dictionary; a registry that has items keeps its own. */
export const ensureDefaults = async (
  gateway: Gateway,
  centrals: readonly CentralOrganisation[],
  documentsDir: string,
): Promise<boolean> => {
  const [first] = centrals
  if (!first) return false
  const { items } = await gateway.page('items')
  if (items.length > 0) return false
  await keepDocuments(documentsDir)
  const asCentral = gateway.as(signedBy(first.key))
  insistCommitted(await asCentral.submit(await defaultStatements(centrals), { wait: 60 }))
  return true
}
