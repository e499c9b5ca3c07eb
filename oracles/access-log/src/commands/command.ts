import { readFile } from 'node:fs/promises'
import { Command } from 'commander'

/** What a command says of itself: Chinese first, English second, and an example that can be pasted. */
export interface CommandText {
  readonly zh: string
  readonly en: string
  readonly examples: readonly string[]
}

const titles: Record<string, string> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
}

export const command = (name: string, { zh, en, examples }: CommandText): Command =>
  new Command(name)
    .description(`${zh}\n${en}`)
    .summary(`${zh} · ${en}`)
    .addHelpText('after', `\n示例 Example:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`)
    .helpOption('-h, --help', '显示帮助 show help')
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .exitOverride()

export const say = (line: string) => process.stdout.write(`${line}\n`)

/** The exit codes of `huren` that these commands use. */
export const exit = { refused: 1, usage: 2, tryLater: 3, forbidden: 4, notFound: 5 } as const

/** Why a command ended: a stable code, a sentence, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: string
  readonly exitCode: number

  constructor(exitCode: number, code: string, detail: string) {
    super(detail)
    this.code = code
    this.exitCode = exitCode
  }
}

/** Runs a command; what it throws becomes a sentence and an exit code. */
export const running =
  <Arguments extends unknown[]>(run: (...args: Arguments) => Promise<void>) =>
  async (...args: Arguments): Promise<void> => {
    try {
      await run(...args)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      console.error(`错误 error: ${error.code}: ${error.message}`)
      process.exitCode = error.exitCode
    }
  }

/** A file's text. @throws CommandError `input` */
export const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(exit.usage, 'input', error instanceof Error ? error.message : String(error))
  }
}

/** JSON of a file. @throws CommandError `input` */
export const readJson = async (file: string): Promise<object> => {
  const text = await readText(file)
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandError(exit.usage, 'input', `${file}: 不是 JSON not JSON`)
  }
}
