/** Appends to the log in the folder given until it is killed; prints what was acknowledged, and roots. */
import { AccessLog } from '../log.ts'
import { newEvent } from './events.ts'

const [dataDir = ''] = process.argv.slice(2)
const log = await AccessLog.open({ dataDir })
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const appendForever = async () => {
  for (;;) {
    const event = newEvent()
    const { index } = await log.append(event)
    say({ index, event: event.event })
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
