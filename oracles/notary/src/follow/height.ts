import type { Network } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'

/** How many blocks the peer has. @throws GatewayError */
export const heightOf = async (network: Network, channel: string): Promise<number> => {
  const proposal = network.getContract('qscc').newProposal('GetChainInfo', { arguments: [channel] })
  const bytes = await proposal.evaluate({ deadline: Date.now() + answerWithin })
  return common.BlockchainInfo.deserializeBinary(bytes).getHeight()
}

const answerWithin = 30_000
