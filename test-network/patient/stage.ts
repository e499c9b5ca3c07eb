import { join } from 'node:path'
import { startBrowser } from '@huren/explorer-web/testing'
import type { ItemCode } from '@huren/records'
import type { Browser } from 'playwright-core'
import { sharedSystem } from '../dev-env/shared.ts'
import { type RunningSystem, temporaryFolder } from '../dev-env/system.ts'
import { Hospitals, type KeptReport, openingsOf } from './cast.ts'
import { Phone } from './phone.ts'

/** A whole system, two hospitals of this test's own and a browser. */
export interface Stage {
  /** For what this test writes itself. */
  readonly folder: string
  readonly system: RunningSystem
  readonly hospitals: Hospitals
  readonly browser: Browser
  close(): Promise<void>
}

export const setStage = async (): Promise<Stage> => {
  const folder = await temporaryFolder()
  const system = await sharedSystem(join(folder.path, 'data'))
  const { browser, close } = await startBrowser()
  const hospitals = await Hospitals.join(system, folder.path)
  return {
    folder: folder.path,
    system,
    hospitals,
    browser,
    close: async () => {
      hospitals.close()
      await close()
      await system.stop()
      await folder.remove()
    },
  }
}

export const person = '张三 病案号 20261121'

/** Two reports of the first hospital about the person. */
export const twoReports = async (hospitals: Hospitals): Promise<readonly [KeptReport, KeptReport]> => [
  await hospitals.report(person, 'E00001' as ItemCode, '头部 CT 平扫'),
  await hospitals.report(person, 'L00001' as ItemCode, '血常规'),
]

/** A phone whose key is bound at the first hospital's counter, which sends what opens these reports. */
export const boundPhone = async (
  { browser, system, hospitals }: Stage,
  account: string,
  name: string,
  reports: readonly KeptReport[],
): Promise<Phone> => {
  const phone = await Phone.signedIn(browser, system, account)
  await hospitals.bind(await phone.offer(), openingsOf(name, reports))
  await phone.page.waitForSelector('[data-notice=good]')
  return phone
}
