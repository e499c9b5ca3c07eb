import { generateKey, signStatement } from '@huren/crypto-config'
import { parseEnvelope, recordTypeNamed, recordTypes } from '@huren/records'
import { perCoreSecond } from './measure.ts'

/** Envelopes parsed and payloads validated a second on one core: reports, and every type by turns. */
export const benchRecords = () => {
  const key = generateKey('ES256')
  const write = (name: string) => {
    const payload = recordTypeNamed(name)?.valid[0]?.payload
    if (!payload) throw new Error(`${name} has no valid example`)
    return JSON.stringify(signStatement(name, payload, [key]))
  }
  const report = write('report')
  const all = recordTypes.map(({ name }) => write(name))
  return {
    report: perCoreSecond(() => parseEnvelope(report)),
    everyType: perCoreSecond((round) => parseEnvelope(all[round % all.length] ?? '')),
    bytes: Buffer.byteLength(report),
  }
}
