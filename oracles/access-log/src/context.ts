import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadKey, type SigningKey } from '@huren/crypto-config'
import { Anchor } from './anchor/anchor.ts'
import { AnchorStore } from './anchor/anchor-store.ts'
import { ledgerAt } from './anchor/ledger.ts'
import { Tokens } from './auth/tokens.ts'
import type { AccessLogSettings } from './config.ts'
import { loadLogKeys } from './keys.ts'
import { AccessLog } from './log.ts'
import { Proofs } from './proofs/files.ts'
import { type NoteSigner, noteSigner } from './publish/note.ts'
import { Publisher } from './publish/publisher.ts'
import { Reports } from './reconcile/reports.ts'

/** Everything that the routes need, put together in one place. */
export interface Context {
  readonly settings: AccessLogSettings
  readonly log: AccessLog
  readonly signer: NoteSigner
  readonly publisher: Publisher
  readonly anchor: Anchor
  readonly key: SigningKey
  readonly tokens: Tokens
  readonly reports: Reports
  /** Proofs as of the newest witnessed checkpoint. @throws AccessLogError `not-witnessed` */
  proofs(): Proofs
}

/** @throws Error for keys that are not there; AccessLogError for a log that cannot be opened */
export const openContext = async (settings: AccessLogSettings): Promise<Context> => {
  const passphrase = (await readFile(settings.passphraseFile, 'utf8')).trim()
  const keys = await loadLogKeys(settings.keysDir, passphrase)
  const key = await loadKey(settings.statementKey, passphrase)
  const tokens = await Tokens.load(settings.tokensFile)
  const signer = noteSigner(settings.origin, keys.note)
  const log = await AccessLog.open({
    dataDir: join(settings.dataDir, 'log'),
    seed: keys.lists,
    ...(settings.log && { log: settings.log }),
  })
  const published = (await new AnchorStore(log.store).anchored())?.size ?? 0
  const publisher = new Publisher(log, settings.publicDir, signer, published)
  const reports = new Reports(log.store, join(settings.dataDir, 'reconciliations'))
  const ledger = ledgerAt(settings, key)
  const anchor = new Anchor({ log, publisher, ledger, institution: settings.institution, key })
  return {
    settings,
    log,
    signer,
    publisher,
    anchor,
    key,
    tokens,
    reports,
    proofs: () => new Proofs(log, anchor.proven),
  }
}
