/** The store is not what this ledger wrote: `block` is the number of the first bad block. */
export class DamagedLedger extends Error {
  override readonly name = 'DamagedLedger'
  readonly block: number

  constructor(block: number, reason: string, options?: ErrorOptions) {
    super(
      `账本已损坏，首个坏区块 ${block} / the ledger is damaged, first bad block ${block}: ${reason}`,
      options,
    )
    this.block = block
  }
}
