import { normalizeZ } from '@noble/curves/abstract/curve.js'
import { Sm2Point, sm2Curve } from './curve.ts'

/** A point of the curve by its coordinates; never the one at infinity. */
export interface Affine {
  readonly x: bigint
  readonly y: bigint
}

const bits = 256
const { p } = sm2Curve

/**
 * Multiples of one point, from which any multiple is a sum of few: for each window of the scalar, the point times 1 … 2^(w-1)
 * in that window's place.
 */
export class Table {
  readonly #window: number
  readonly #rows: readonly (readonly Affine[])[]

  /** @param window bits; a table has (257 / window) × 2^(window-1) points */
  constructor(point: Sm2Point, window: number) {
    this.#window = window
    this.#rows = rowsOf(point, window)
  }

  /** How many it holds: a point takes some 150 bytes. */
  get points(): number {
    return this.#rows.length << (this.#window - 1)
  }

  /** Points whose sum is the table's point times the scalar: one for each window that is not zero, digits from -2^(w-1) to 2^(w-1). */
  terms(scalar: bigint): Affine[] {
    const [width, whole] = [BigInt(this.#window), 1 << this.#window]
    const terms: Affine[] = []
    let rest = scalar
    for (const row of this.#rows) {
      let digit = Number(rest & BigInt(whole - 1))
      rest >>= width
      if (digit > whole / 2) {
        digit -= whole
        rest += 1n
      }
      const term = row[Math.abs(digit) - 1]
      if (term) terms.push(digit > 0 ? term : { x: term.x, y: p - term.y })
    }
    return terms
  }
}

const rowsOf = (point: Sm2Point, window: number): Affine[][] => {
  const [windows, half] = [Math.ceil((bits + 1) / window), 1 << (window - 1)]
  const multiples: Sm2Point[] = []
  let base = point
  for (let row = 0; row < windows; row++) {
    let multiple = base
    for (let count = 1; count < half; count++) {
      multiples.push(multiple)
      multiple = multiple.add(base)
    }
    multiples.push(multiple)
    base = multiple.double()
  }
  const affine = normalizeZ(Sm2Point, multiples).map(({ X, Y }) => ({ x: X, y: Y }))
  return Array.from({ length: windows }, (_, row) => affine.slice(row * half, (row + 1) * half))
}
