const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes, so that a person can read them. */
export const bytesText = (bytes: number): string => {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${(bytes / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}

const day = 86_400_000
export const daysUntil = (at: string): number => Math.floor((Date.parse(at) - Date.now()) / day)
/** Minutes since a time. */
export const minutesSince = (at: string): number =>
  Math.max(0, Math.floor((Date.now() - Date.parse(at)) / 60_000))
