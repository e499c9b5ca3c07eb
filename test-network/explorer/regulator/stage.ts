import { join } from 'node:path'
import { loadCentrals } from '@huren/cli/src/start/organisations.ts'
import { Gateway } from '@huren/client'
import { startBrowser } from '@huren/explorer-web/testing'
import tap from 'tap'
import { sharedSystem } from '../../dev-env/shared.ts'
import { temporaryFolder } from '../../dev-env/system.ts'
import { Account } from '../../scenarios/account.ts'
import { anchoring } from '../../scenarios/anchoring.ts'
import { consent, emergency } from '../../scenarios/consent.ts'
import { joining } from '../../scenarios/joining.ts'
import { recognition, withdrawal } from '../../scenarios/recognition.ts'
import { Desk } from '../desk.ts'

tap.setTimeout(300_000)

/** A whole system with the demo's data: nothing is a vector. */
export const folder = await temporaryFolder()
export const system = await sharedSystem(join(folder.path, 'data'))
const { browser, close } = await startBrowser()
export { browser }
export const account = new Account()
export const world = await joining(
  new Gateway({ url: system.url }),
  await loadCentrals(system.folders.organisations),
  account,
)
for (const scenario of [anchoring, recognition, withdrawal, consent, emergency])
  await scenario(world, account)
/** The regulator's. */
export const desk = await Desk.signedIn(browser, system, 'regulator')
tap.teardown(async () => {
  await close()
  await system.stop()
  await folder.remove()
})
