/** The day in China, `2026-11-21`. @param at milliseconds since 1970 */
export const chinaDay = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** When it was, in China's time, to the second; the same in both languages. @param at an instant */
export const chinaTime = (at: string): string =>
  new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g

/** A sentence whose instants (RFC 3339) are told as people tell them, in China's time. */
export const inChinaTime = (sentence: string): string => sentence.replace(instant, chinaTime)
