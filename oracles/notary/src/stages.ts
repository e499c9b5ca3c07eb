/**
 * How long each stage of a statement may take after the one before, in milliseconds; later is an alarm. `queued` is the
 * gateway's: the promise that it signs names its own deadline for `committed`. Only `witnessed` is proof.
 */
export interface Stages {
  /** From committed: the block is in this notary's log. */
  readonly logged: number
  /** From logged: two of three organisations, the supervisor among them, have cosigned. */
  readonly witnessed: number
}

export const stagesWithin: Stages = { logged: 15_000, witnessed: 30_000 }
