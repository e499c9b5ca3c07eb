import pidusage from 'pidusage'

export type Processes = Readonly<Record<string, number>>

/** Milliseconds of processor time that each process has used, user and system, all its threads. */
const used = async (processes: Processes): Promise<Record<string, number>> => {
  const entries = Object.entries(processes).map(
    async ([name, pid]) => [name, (await pidusage(pid)).ctime] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

/** What a piece of work costs each process, in milliseconds of processor time. */
export const processorTime = async <T>(processes: Processes, work: () => Promise<T>) => {
  const before = await used(processes)
  const result = await work()
  const after = await used(processes)
  const cost = Object.fromEntries(
    Object.keys(processes).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const),
  )
  return { result, cost }
}
