import { common } from '@hyperledger/fabric-protos'

export interface GroupParts {
  groups?: Readonly<Record<string, common.ConfigGroup>>
  values?: Readonly<Record<string, { serializeBinary(): Uint8Array }>>
  policies?: Readonly<Record<string, common.ConfigPolicy>>
}

/** A group of the channel configuration, changed by its admins. */
export const configGroup = ({ groups = {}, values = {}, policies = {} }: GroupParts): common.ConfigGroup => {
  const group = new common.ConfigGroup()
  group.setModPolicy('Admins')
  for (const [name, member] of Object.entries(groups)) group.getGroupsMap().set(name, member)
  for (const [name, policy] of Object.entries(policies)) group.getPoliciesMap().set(name, policy)
  for (const [name, message] of Object.entries(values)) {
    const value = new common.ConfigValue()
    value.setValue(message.serializeBinary())
    value.setModPolicy('Admins')
    group.getValuesMap().set(name, value)
  }
  return group
}

export const capabilities = (name: string): common.Capabilities => {
  const result = new common.Capabilities()
  result.getCapabilitiesMap().set(name, new common.Capability())
  return result
}
