import { CommanderError } from 'commander'
import { exit } from './exit.ts'
import { program } from './program.ts'

/** Loads what knows the errors of every package only when there is one. @returns the exit code */
const tell = async (error: unknown, asJson: boolean): Promise<number> => {
  const { describeError, exitCodeOf } = await import('./failure.ts')
  const { code, detail, ...rest } = describeError(error)
  if (asJson) console.error(JSON.stringify({ error: { code, detail, ...rest } }))
  else console.error(`错误 error: ${code}: ${detail}`)
  return exitCodeOf(error)
}

/**
 * Runs a command line. Commands of other packages (`receipt`, `audit`, `access`) say a verdict by `process.exitCode`.
 * @returns the exit code that scripts rely on
 */
export const run = async (args: readonly string[]): Promise<number> => {
  process.exitCode = exit.ok
  try {
    await (await program(args)).parseAsync([...args], { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage
    return tell(error, args.includes('--json'))
  }
}
