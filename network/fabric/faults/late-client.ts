/**
 * A client whose clock is wrong (see clock.ts): asks for an endorsement and prints what it is told.
 * `late-client.ts FOLDER` of a running network.
 */
import { EndorseError } from '@hyperledger/fabric-gateway'
import { contractsOn } from '../load/submit.ts'
import { connectTo } from '../src/connect.ts'
import { peersOf } from '../src/description/nodes.ts'
import { openNetwork } from '../src/open.ts'

const network = await openNetwork(process.argv[2] ?? '')
const [peer] = peersOf(network.consortium)
if (!peer) throw new Error('a network has peers')
const { gateway, close } = connectTo(network, peer)
try {
  await contractsOn(gateway).newProposal('Registry:institutions').endorse()
  console.log('endorsed')
} catch (error) {
  if (!(error instanceof EndorseError)) throw error
  console.log(error.details.map(({ message }) => message).join('; ') || error.message)
} finally {
  close()
}
