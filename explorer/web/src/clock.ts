import { clockAhead } from './api.ts'
import type { Words } from './language.tsx'

/** Minutes from which a clock is called wrong: the ledger refuses what was signed so far ahead. */
const tolerated = 5

/** By how much this machine's clock and the server's differ, in words; undefined while they agree. */
export const clockDiffers = (): Words | undefined => {
  const minutes = Math.round(clockAhead() / 60_000)
  if (Math.abs(minutes) < tolerated) return undefined
  const [zh, en] = minutes > 0 ? ['快', 'ahead of'] : ['慢', 'behind']
  const many = Math.abs(minutes).toLocaleString()
  return {
    zh: `本机时钟比服务器${zh}约 ${many} 分钟`,
    en: `This device’s clock is about ${many} minutes ${en} the server’s`,
  }
}
