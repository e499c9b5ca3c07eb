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
export const exit = { refused: 1, usage: 2, tryLater: 3, notFound: 5 } as const

/** Ends a command with a sentence and an exit code; with `--json` as a document. */
export const fail = (exitCode: number, code: string, detail: string, json = false): void => {
  console.error(json ? JSON.stringify({ error: { code, detail } }) : `错误 error: ${code}: ${detail}`)
  process.exitCode = exitCode
}

/** Runs what reads files: one that is missing or cannot be read is wrong use. */
export const reading = async <T>(
  json: boolean | undefined,
  read: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await read()
  } catch (error) {
    fail(exit.usage, 'input', error instanceof Error ? error.message : String(error), json)
    return undefined
  }
}
