import type { common } from '@hyperledger/fabric-protos'

/** An element of the configuration tree: which one, and how it changes. */
export interface Change {
  readonly how: 'added' | 'changed' | 'removed'
  /** E.g. `Application/GuangzhouMSP`, `Orderer/values/Orderers`. */
  readonly what: string
}

type Group = common.ConfigGroup
interface Versioned {
  getVersion(): number
}

const kinds = ['values', 'policies'] as const

/** A protobuf map as a JavaScript one, in the order of its keys. */
const mapOf = <T>(map: { forEach(visit: (value: T, key: string) => void): void } | undefined) => {
  const entries: [string, T][] = []
  map?.forEach((value, key) => {
    entries.push([key, value])
  })
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const elements = (group: Group | undefined, kind: (typeof kinds)[number]): Map<string, Versioned> =>
  kind === 'values' ? mapOf<Versioned>(group?.getValuesMap()) : mapOf<Versioned>(group?.getPoliciesMap())

const subgroups = (group: Group | undefined): Map<string, Group> => mapOf<Group>(group?.getGroupsMap())

const differences = (
  before: ReadonlyMap<string, Versioned>,
  after: ReadonlyMap<string, Versioned>,
  membersChange: boolean,
  name: (key: string) => string,
): Change[] => [
  ...[...after].flatMap(([key, element]): Change[] => {
    const old = before.get(key)
    if (old?.getVersion() === element.getVersion()) return []
    return [{ how: element.getVersion() === 0 ? 'added' : 'changed', what: name(key) }]
  }),
  ...(membersChange
    ? [...before.keys()]
        .filter((key) => !after.has(key))
        .map((key): Change => ({ how: 'removed', what: name(key) }))
    : []),
]

const groupChanges = (before: Group | undefined, after: Group, path: string): Change[] => {
  const at = (key: string) => (path ? `${path}/${key}` : key)
  const membersChange = before?.getVersion() !== after.getVersion()
  const [old, now] = [subgroups(before), subgroups(after)]
  const added = [...now.keys()].filter((key) => membersChange && !old.has(key))
  return [
    ...added.map((key): Change => ({ how: 'added', what: at(key) })),
    ...(membersChange
      ? [...old.keys()]
          .filter((key) => !now.has(key))
          .map((key): Change => ({ how: 'removed', what: at(key) }))
      : []),
    ...kinds.flatMap((kind) =>
      differences(elements(before, kind), elements(after, kind), membersChange, (key) =>
        at(`${kind}/${key}`),
      ),
    ),
    ...[...now]
      .filter(([key]) => !added.includes(key))
      .flatMap(([key, group]) => groupChanges(old.get(key), group, at(key))),
  ]
}

/** What a configuration update changes: versions that differ between its read and its write set (Fabric, "configtx"). */
export const changesOf = (update: common.ConfigUpdate): Change[] => {
  const after = update.getWriteSet()
  return after ? groupChanges(update.getReadSet(), after, '') : []
}

const plain = (group: Group | undefined): unknown =>
  group && [
    group.getVersion(),
    group.getModPolicy(),
    [...subgroups(group)].map(([key, value]) => [key, plain(value)]),
    [...mapOf(group.getValuesMap())].map(([key, value]) => [key, value.toObject()]),
    [...mapOf(group.getPoliciesMap())].map(([key, value]) => [key, value.toObject()]),
  ]

/** Whether two updates say the same; protobuf maps have no order, so bytes may differ. */
export const isSameUpdate = (one: common.ConfigUpdate, other: common.ConfigUpdate): boolean => {
  const text = (update: common.ConfigUpdate) =>
    JSON.stringify([update.getChannelId(), plain(update.getReadSet()), plain(update.getWriteSet())])
  return text(one) === text(other)
}
