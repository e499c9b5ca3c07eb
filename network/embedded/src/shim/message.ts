import { peer } from '@hyperledger/fabric-protos'

const { Type } = peer.ChaincodeMessage
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

/** Writes are not answered: the chaincode's thread takes them for done, a failure ends the invocation. */
export const isWrite = (message: peer.ChaincodeMessage): boolean =>
  message.getType() === Type.PUT_STATE || message.getType() === Type.DEL_STATE
