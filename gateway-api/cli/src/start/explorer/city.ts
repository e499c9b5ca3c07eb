import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Address, hostPort } from '../settings.ts'

/** The city that a trial's operator account belongs to: where the first hospitals of the demo are. */
export const trialCity = '4401'

/**
 * What the city's door looks at in a trial: the gateway, and the embedded ledger's certificate where it listens. The
 * embedded ledger writes no feed, so nodes and backups stand there as not known.
 * @returns the file, for HUREN_CITIES
 */
export const writeCities = async (
  explorer: string,
  { ledger, gateway }: Readonly<Record<'ledger' | 'gateway', Address>>,
): Promise<string> => {
  const file = join(explorer, 'cities.json')
  const site = {
    city: trialCity,
    name: { zh: '本机试用', en: 'This trial' },
    gateway: `http://${hostPort(gateway)}`,
    addresses: [hostPort(ledger)],
  }
  await writeFile(file, `${JSON.stringify([site], null, 2)}\n`)
  return file
}
