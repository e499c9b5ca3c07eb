import { peer } from '@hyperledger/fabric-protos'
import { test } from 'tap'
import { makeBlock } from '../../bench/blocks.ts'
import { lifecycleStep } from './lifecycle.ts'
import { readBlock } from './read-block.ts'

const definition = new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs()
definition.setName('huren')
definition.setVersion('0123456789abcdef')
definition.setSequence(3)
const bytes = definition.serializeBinary()

test('CHAIN-36: an approval of contracts, and that they were put in force, are read from Fabric’s own calls', async (t) => {
  const step = { name: 'huren', version: '0123456789abcdef', sequence: 3 }
  t.same(lifecycleStep('ApproveChaincodeDefinitionForMyOrg', bytes), { step: 'approve', ...step })
  t.same(lifecycleStep('CommitChaincodeDefinition', bytes), { step: 'commit', ...step })
  t.equal(lifecycleStep('QueryInstalledChaincodes', bytes), undefined)
})

test('another contract’s function of that name decides nothing', async (t) => {
  const text = Buffer.from(bytes).toString('latin1')
  const call = { function: 'CommitChaincodeDefinition', texts: [text], answers: [], validation: 0, at: 0 }
  const [transaction] = readBlock(makeBlock(0, [call]), 'huren').transactions
  t.equal(transaction?.lifecycle, undefined)
})
