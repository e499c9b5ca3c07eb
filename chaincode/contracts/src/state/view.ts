import type { StateKey } from './keys.ts'

/** What a rule may see of the state: committed facts, and those of earlier statements of the same batch. */
export interface StateView {
  get<T>(key: StateKey<T>): Promise<T | undefined>
}

/** What a rule wants written. Values are never changed in place, only replaced. */
export interface Change {
  readonly key: string
  readonly value: object
}

/** A change whose value fits its key. */
export const put = <T extends object>(key: StateKey<T>, value: NoInfer<T>): Change => ({ key, value })
