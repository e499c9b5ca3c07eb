import { peer } from '@hyperledger/fabric-protos'

export type MessageType = peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap]

export const newMessage = (
  type: MessageType,
  id = '',
  channel = '',
  payload: Uint8Array = new Uint8Array(),
): peer.ChaincodeMessage => {
  const message = new peer.ChaincodeMessage()
  message.setType(type)
  message.setTxid(id)
  message.setChannelId(channel)
  message.setPayload(payload)
  return message
}
