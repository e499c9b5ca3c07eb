import { type Envelope, statementId } from '@huren/records'
import type { Account } from './account.ts'
import { opens } from './anchoring.ts'
import { reportOf } from './recognition.ts'
import { as, type World } from './world.ts'

/** The same bytes with one bit of the byte in the middle turned. */
const withOneByteChanged = (bytes: Uint8Array): Uint8Array => {
  const changed = Uint8Array.from(bytes)
  const middle = changed.length >> 1
  changed[middle] = (changed[middle] ?? 0) ^ 1
  return changed
}

const tampered = (envelope: Envelope): Envelope => {
  const text = Buffer.from(envelope.payload, 'base64').toString('utf8')
  const payload = text.replace('"status":"final"', '"status":"amended"').replace('"version":1', '"version":2')
  return { ...envelope, payload: Buffer.from(payload).toString('base64') }
}

/** One byte of a report, or one word of a signed statement, is changed: it is caught (CHAIN-2). */
export const changedByte = async (world: World, account: Account) => {
  account.heading('篡改', 'Tampering')
  const report = reportOf(world, 'DiagnosticReport-f201')
  account.check(
    'CT 报告改动一个字节：与账本上的承诺值不符，被发现',
    'one byte of the CT report is changed: it does not open the commitment on the ledger',
    (await opens(world, report, report.example.bytes)) &&
      !(await opens(world, report, withOneByteChanged(report.example.bytes))),
  )
  const sent = world.taken.find(({ envelope }) => idOf(envelope) === report.statement)
  if (!sent) throw new Error('the statement of the report was not kept')
  const [result] = await as(world, sent.signer).submit([tampered(sent.envelope)], { wait: 60 })
  account.check(
    '改动已签名的声明：签名不符，账本拒绝',
    'a signed statement is changed: its signature does not verify, the ledger refuses it',
    result?.stage === 'refused',
    result,
  )
}

const idOf = ({ payloadType, payload }: Envelope) => statementId(payloadType, Buffer.from(payload, 'base64'))
