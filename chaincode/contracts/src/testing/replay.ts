/**
 * Endorses calls from standard input, one JSON text, on an empty state, and prints what an endorser would sign for each:
 * `node replay.ts cold|warm`. Warm: everything is endorsed once before, so that this process has seen it all.
 */
import { text } from 'node:stream/consumers'
import { type Call, TestLedger } from './ledger.ts'

// fabric-shim logs what nobody catches, to where it could not write: without a reader it would never end
process.stdout.on('error', () => process.exit(1))

const calls: readonly Call[] = JSON.parse(await text(process.stdin))

const replay = async () => {
  const ledger = new TestLedger()
  const endorsements = []
  for (const call of calls) endorsements.push(await ledger.submit(call))
  return endorsements
}

if (process.argv[2] === 'warm') await replay()
process.stdout.write(JSON.stringify(await replay()))
