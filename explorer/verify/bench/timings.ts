import { verifyReceiptAsync } from '../src/index.ts'

/** Milliseconds by some clock. */
export type Clock = () => number
export const wall: Clock = () => performance.now()

/** What each receipt takes by each clock, one after the other; runs in Node and in a browser alike. */
export const timings = async (
  receipts: readonly string[],
  trust: string,
  now: number,
  clocks: readonly Clock[] = [wall],
): Promise<number[][]> => {
  const times: number[][] = []
  for (const receipt of receipts) {
    const started = clocks.map((clock) => clock())
    const verdict = await verifyReceiptAsync(receipt, trust, now)
    times.push(clocks.map((clock, i) => clock() - (started[i] ?? Number.NaN)))
    if (verdict.outcome !== 'valid')
      throw new Error(`a receipt of the bench is not valid: ${verdict.sentence.en}`)
  }
  return times
}

const rounded = (value: number | undefined) => Number((value ?? Number.NaN).toFixed(1))

/** Median, and the time under which nine of ten stay, by one clock, of what comes after `warmUp`. */
export const summary = (times: readonly (readonly number[])[], clock: number, warmUp: number) => {
  const sorted = times
    .slice(warmUp)
    .map((one) => one[clock] ?? Number.NaN)
    .sort((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.floor(sorted.length * share)])
  return { median: at(0.5), 'nine of ten under': at(0.9) }
}
