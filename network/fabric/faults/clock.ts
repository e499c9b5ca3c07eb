/**
 * Loaded before a program (`node --import`), it gives it a clock that is wrong by HUREN_CLOCK_OFFSET_MS milliseconds: for
 * tests of what happens then.
 */
const offset = Number(process.env.HUREN_CLOCK_OFFSET_MS)
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...given: [] | ConstructorParameters<DateConstructor>) {
    if (given.length === 0) super(RealDate.now() + offset)
    else super(...given)
  }
  static override now() {
    return RealDate.now() + offset
  }
} as DateConstructor
