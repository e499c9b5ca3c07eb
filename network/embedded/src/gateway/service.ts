import type { gateway } from '@hyperledger/fabric-protos'
import type { LedgerContext } from '../context.ts'
import { ConcurrencyLimit, serverStream, unary } from './calls.ts'
import { chaincodeEvents } from './chaincode-events.ts'
import { commitStatus } from './commit-status.ts'
import { endorse } from './endorse.ts'
import { evaluate } from './evaluate.ts'
import { submit } from './submit.ts'

/** gateway.Gateway, as a peer serves it. */
export const gatewayService = (context: LedgerContext): gateway.IGatewayServer => {
  // Waiting for a commit costs nothing, and must not keep the transactions out that are waited for.
  const working = new ConcurrencyLimit(context.settings.concurrency)
  const waiting = new ConcurrencyLimit(10 * context.settings.concurrency)
  return {
    evaluate: unary(working, (request) => evaluate(request, context)),
    endorse: unary(working, (request) => endorse(request, context)),
    submit: unary(working, (request) => submit(request, context)),
    commitStatus: unary(waiting, (request, signal) => commitStatus(request, context, signal)),
    chaincodeEvents: serverStream((request, signal) => chaincodeEvents(request, context, signal)),
  }
}
