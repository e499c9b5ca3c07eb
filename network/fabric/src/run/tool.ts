import { execa } from 'execa'
import { NetworkProblem } from '../problem.ts'

/** Drops Fabric's own log lines from what a tool printed, so that the reason remains. */
const reason = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/\bINFO\b/.test(line))
    .slice(-6)
    .join('\n')

/**
 * Runs one of Fabric's tools to its end.
 * @returns what it printed on standard output
 * @throws NetworkProblem `command-failed` with what the tool said
 */
export const runTool = async (
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const result = await execa(path, args, { env, reject: false, timeout: 120_000, stdin: 'ignore' })
  if (result.exitCode === 0) return result.stdout
  const what = [path.split('/').at(-1), ...args.slice(0, 3)].join(' ')
  const why = reason(`${result.stdout}\n${result.stderr}`)
  throw new NetworkProblem('command-failed', `命令失败：${what}\n${why}`, `${what} failed: see above`)
}
