import { CommanderError } from 'commander'
import { describeError, exit, exitCodeOf } from './exit.ts'
import { program } from './program.ts'

const tell = (error: unknown) => {
  const { code, detail, ...rest } = describeError(error)
  if (process.argv.includes('--json')) console.error(JSON.stringify({ error: { code, detail, ...rest } }))
  else console.error(`错误 error: ${code}: ${detail}`)
}

/** Runs the command line, and sets the exit code that scripts rely on. */
export const run = async () => {
  try {
    await program().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exit.ok : exit.usage
    else {
      tell(error)
      process.exitCode = exitCodeOf(error)
    }
  }
}
