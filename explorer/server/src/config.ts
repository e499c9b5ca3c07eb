import type { CitySite } from './city/sites.ts'
import type { Indicator } from './indicators/indicators.ts'

/** The explorer's settings: this type is the operator's manual. Paths are files or folders, times milliseconds. */
export interface ExplorerSettings {
  readonly listen: { readonly host: string; readonly port: number }
  /** As browsers see it, when something stands in front: `https://explorer.example`. */
  readonly publicUrl?: string
  /** Folder of the readings' log. */
  readonly dataDir: string
  /** Folder of the built web application. */
  readonly web: string
  /** The own organisation's notary, for receipts: `http://127.0.0.1:8090`. */
  readonly notary?: string
  /** All notaries whose checkpoints are shown, in the order of the central organisations. */
  readonly notaries?: readonly string[]
  /** The trust file that browsers are offered; whoever does not believe this server loads their own. */
  readonly trust?: string
  /** The gateway that takes what patients sign, by the address that they sign for: `http://127.0.0.1:8080`. */
  readonly gateway?: string
  /** Folder of `catalogue.json` and `reasons.json`, whose digests the ledger holds, and `institutions.json`: names in words. */
  readonly documents?: string
  /** A sign-in of any OpenID Connect provider, or accounts of a trial, signed in by the provider in this process. */
  readonly signIn:
    | { readonly kind: 'trial'; readonly accounts: string }
    | {
        readonly kind: 'provider'
        readonly issuer: string
        readonly clientId: string
        readonly clientSecret: string
      }
  /** A session ends when unused for so long, and in any case after so long. */
  readonly idle: number
  readonly longest: number
  readonly indicators?: readonly Indicator[]
  /** What cities run, for their doors: their feeds, gateways, addresses. */
  readonly cities?: readonly CitySite[]
  /** File that names the imaging clouds' access logs, whose reconciliations supervisors read (`access-logs/sites.ts`). */
  readonly accessLogs?: string
}

export const defaults = { idle: 30 * 60_000, longest: 8 * 3_600_000 } as const
