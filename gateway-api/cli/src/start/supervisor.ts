import { setTimeout as delay } from 'node:timers/promises'
import { RefusedError } from '../exit.ts'
import { type Child, type ChildPlan, startChild } from './child.ts'

/** A child that dies more often than this within the period is not started again: something is wrong with it. */
const limit = { deaths: 5, period: 60_000 }

export interface Supervised {
  readonly child: Child
  /** Rejects when the child is given up; never resolves. */
  readonly givenUp: Promise<never>
  stop(): Promise<void>
}

const givingUp = ({ name, log }: ChildPlan) =>
  new RefusedError(
    'child-keeps-dying',
    `${name} 反复退出，不再重启 keeps dying and is not started again [${log}]`,
  )

/** Keeps a child alive: one that dies is started again, and `say` tells the operator. */
export const supervise = async (plan: ChildPlan, say: (line: string) => void): Promise<Supervised> => {
  let child = await startChild(plan)
  let stopping = false
  const deaths: number[] = []

  const tooMany = () => {
    const now = Date.now()
    deaths.push(now)
    return deaths.filter((time) => now - time < limit.period).length > limit.deaths
  }
  const again = async (): Promise<Child> => {
    for (;;) {
      if (tooMany()) throw givingUp(plan)
      await delay(200 * deaths.length)
      try {
        return await startChild(plan)
      } catch (error) {
        say(String(error instanceof Error ? error.message : error))
      }
    }
  }
  const keepAlive = async (): Promise<never> => {
    for (;;) {
      const cause = await child.ended
      if (stopping) return new Promise(() => undefined)
      say(`${plan.name} 意外退出，正在重启 ended unexpectedly, starting it again (${cause})`)
      child = await again()
      if (stopping) await child.stop()
      else say(`${plan.name} 已恢复 is back (pid ${child.pid})`)
    }
  }
  const givenUp = keepAlive()
  givenUp.catch(() => undefined)
  return {
    get child() {
      return child
    },
    givenUp,
    stop: () => {
      stopping = true
      return child.stop()
    },
  }
}
