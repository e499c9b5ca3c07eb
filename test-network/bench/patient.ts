import { boundPhone, person, setStage, twoReports } from '../patient/stage.ts'

/** Milliseconds from the address until the figures of the first page stand there. */
export interface PatientPage {
  readonly median: number
  readonly slowest: number
}

/**
 * A patient opens their page, with a bound key, reports, decisions and one who looked, on a whole running system in a real
 * browser: letters are opened and their writer is proven each time, as nothing of that is kept.
 */
export const benchPatientPage = async (times: number): Promise<PatientPage> => {
  const stage = await setStage()
  try {
    const { hospitals } = stage
    const reports = await twoReports(hospitals)
    const phone = await boundPhone(stage, 'patient', person, reports)
    await hospitals.decide(reports[0], true)
    await hospitals.emergency(reports[1])
    await phone.reopen('')
    await phone.page.waitForSelector('.tiles')
    const taken: number[] = []
    for (let time = 0; time < times; time++) {
      await phone.page.goto('about:blank')
      const begun = performance.now()
      await phone.page.goto(`${phone.url}/patient#/`)
      await phone.page.waitForSelector('.tiles')
      taken.push(Math.round(performance.now() - begun))
    }
    console.log(`患者首页 patient’s page: ${taken.join(', ')} ms`)
    taken.sort((a, b) => a - b)
    return { median: taken[times >> 1] ?? Number.NaN, slowest: taken.at(-1) ?? Number.NaN }
  } finally {
    await stage.close()
  }
}
