import { CommanderError } from 'commander'
import { describeError, exit, exitCodeOf } from './exit.ts'
import { program } from './program.ts'

const tell = (error: unknown, asJson: boolean) => {
  const { code, detail, ...rest } = describeError(error)
  if (asJson) console.error(JSON.stringify({ error: { code, detail, ...rest } }))
  else console.error(`错误 error: ${code}: ${detail}`)
}

/**
 * Runs a command line. Commands of other packages (`receipt`, `audit`, `access`) say a verdict by `process.exitCode`.
 * @returns the exit code that scripts rely on
 */
export const run = async (args: readonly string[]): Promise<number> => {
  process.exitCode = exit.ok
  try {
    await program().parseAsync([...args], { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage
    tell(error, args.includes('--json'))
    return exitCodeOf(error)
  }
}
