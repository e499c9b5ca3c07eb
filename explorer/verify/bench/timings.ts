import { verifyReceiptAsync } from '../src/index.ts'

/** Milliseconds that each receipt takes, one after the other; runs in Node and in a browser alike. */
export const timings = async (receipts: readonly string[], trust: string, now: number): Promise<number[]> => {
  const times: number[] = []
  for (const receipt of receipts) {
    const started = performance.now()
    const verdict = await verifyReceiptAsync(receipt, trust, now)
    times.push(performance.now() - started)
    if (verdict.outcome !== 'valid')
      throw new Error(`a receipt of the bench is not valid: ${verdict.sentence.en}`)
  }
  return times
}

/** Median and the time under which nine of ten stay, of what comes after `warmUp`. */
export const summary = (times: readonly number[], warmUp: number) => {
  const sorted = times.slice(warmUp).sort((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1))
  return { median: at(0.5), 'nine of ten under': at(0.9) }
}
