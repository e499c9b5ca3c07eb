import type { Words } from '../language.tsx'

/** A log's head, cosigned: how many entries it has, and their root. */
export interface Head {
  readonly size: number
  readonly root: string
}

const keyOf = (log: string) => `huren.log.${log}`

const seenOf = (log: string): Head | undefined => {
  const { size, root } = Object(JSON.parse(localStorage.getItem(keyOf(log)) ?? 'null'))
  return typeof size === 'number' && typeof root === 'string' ? { size, root } : undefined
}

/**
 * What is wrong with a head, given the largest that this browser has seen of the same log: a log only grows. The larger
 * of the two is kept. @param log its origin and its key's id @param head one that has been verified
 */
export const contradictsSeen = (log: string, { size, root }: Head): Words | undefined => {
  const seen = seenOf(log)
  if (seen && size < seen.size)
    return {
      zh: `本浏览器此前核验过 ${seen.size} 条的检查点，现在给出的只有 ${size} 条：服务器重放了旧的检查点，或日志被回滚！`,
      en: `This browser has seen this log with ${seen.size} leaves, and is shown ${size} now: an old checkpoint is replayed, or the log was rolled back!`,
    }
  if (seen && size === seen.size && root !== seen.root)
    return {
      zh: '本浏览器此前核验过同样条目数、不同根的检查点：日志被分叉！',
      en: 'This browser has seen this log with as many leaves and another root: a split view!',
    }
  localStorage.setItem(keyOf(log), JSON.stringify({ size, root }))
  return undefined
}
