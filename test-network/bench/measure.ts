/** What one core does in a second of its time: other processes on the machine slow the clock on the wall, not this. */
export const perCoreSecond = (operation: (round: number) => void, milliseconds = 600): number => {
  const begun = process.cpuUsage()
  const spent = () => {
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }
  let round = 0
  while (spent() < milliseconds) operation(round++)
  return (round * 1000) / spent()
}

/** The value below which this share of the values lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
