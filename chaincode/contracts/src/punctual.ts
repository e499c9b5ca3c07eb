import { type ChaincodeInterface, type ChaincodeStub, Shim } from 'fabric-shim'
import { CallError } from './batch/limits.ts'
import { transactionTime } from './contracts/context.ts'
import { type Milliseconds, minutes } from './rules/time.ts'

/**
 * Refuses proposals that are not of about now, so that whoever proposes cannot choose the time at which contracts decide:
 * Fabric does not compare a proposal's time with any clock. The chaincode itself has none and stays deterministic; whoever
 * serves it to a peer puts this in front. With a policy of two of three, two such clocks must agree.
 * @param clock milliseconds since 1970, UTC
 * @param tolerance how far the proposal may be from it, either way
 * @returns a chaincode that answers `clock-skew` instead
 */
export const punctual = (
  chaincode: ChaincodeInterface,
  clock: () => Milliseconds = Date.now,
  tolerance: Milliseconds = minutes(10),
): ChaincodeInterface => {
  const late = new CallError('clock-skew', `the proposal is more than ${tolerance / 1000} s from this clock`)
  const invoke = async (stub: ChaincodeStub) =>
    Math.abs(clock() - transactionTime(stub)) <= tolerance ? chaincode.Invoke(stub) : Shim.error(late.message)
  return { Init: invoke, Invoke: invoke }
}
