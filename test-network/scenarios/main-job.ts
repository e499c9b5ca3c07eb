import type { RunningSystem } from '../dev-env/system.ts'
import { accessLog } from './access-log.ts'
import type { Account } from './account.ts'
import { anchoring } from './anchoring.ts'
import { changedByte } from './changed-byte.ts'
import { consent, emergency } from './consent.ts'
import { killed } from './killed.ts'
import { recognition, withdrawal } from './recognition.ts'
import { referral } from './referral.ts'
import { secondTime } from './second-time.ts'
import type { World } from './world.ts'

type Scenario = (world: World, account: Account) => Promise<void>

/** The main job in its order, after everybody has joined. */
export const scenarios: readonly Scenario[] = [
  anchoring,
  recognition,
  withdrawal,
  consent,
  emergency,
  accessLog,
  referral,
  changedByte,
  secondTime,
]

/** All of it, and what this system has besides; the power cut only for a system that is ours to kill. */
export const mainJob = async (
  world: World,
  account: Account,
  { system, more = [] }: { readonly system: RunningSystem | undefined; readonly more?: readonly Scenario[] },
): Promise<void> => {
  for (const scenario of [...scenarios, ...more]) await scenario(world, account)
  if (system) await killed(world, account, system)
}
