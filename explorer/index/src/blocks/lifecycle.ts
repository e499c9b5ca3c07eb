import { peer } from '@hyperledger/fabric-protos'

/** An organisation approved a contract definition, or the approved one was put in force. */
export interface LifecycleStep {
  readonly step: 'approve' | 'commit'
  readonly name: string
  /** Of the bundle: with this project's packages its hash, shortened. */
  readonly version: string
  readonly sequence: number
}

const steps: Readonly<Record<string, LifecycleStep['step']>> = {
  ApproveChaincodeDefinitionForMyOrg: 'approve',
  CommitChaincodeDefinition: 'commit',
}

/** A call of Fabric's `_lifecycle` that decides something; the two messages have these fields in common. */
export const lifecycleStep = (called: string, argument: Uint8Array): LifecycleStep | undefined => {
  const step = steps[called]
  if (!step) return undefined
  const definition = peer.lifecycle.CommitChaincodeDefinitionArgs.deserializeBinary(argument)
  return {
    step,
    name: definition.getName(),
    version: definition.getVersion(),
    sequence: definition.getSequence(),
  }
}
