/** Appends to the log in the folder given until it is killed; prints what was acknowledged, and roots. */
import { AccessLog } from '../log.ts'
import { newReport, testSeed } from './events.ts'

const [dataDir = ''] = process.argv.slice(2)
const log = await AccessLog.open({ dataDir, seed: testSeed })
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

let sent = 0
const appendForever = async () => {
  for (;;) {
    const report = newReport(sent++)
    const { index } = await log.append(report)
    say({ index, event: report.event.event })
  }
}
const rootsForever = async () => {
  for (;;) {
    const size = log.size
    say({ size, root: Buffer.from(await log.root(size)).toString('hex') })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
await Promise.all([rootsForever(), ...Array.from({ length: 50 }, appendForever)])
