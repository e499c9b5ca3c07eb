/** The day in China, `2026-11-21`. @param at milliseconds since 1970 */
export const chinaDay = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
