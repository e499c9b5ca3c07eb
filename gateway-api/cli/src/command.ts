import { Command } from 'commander'

/** What every command says of itself: Chinese first, English second, and an example that can be pasted. */
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

const examplesOf = (examples: readonly string[]) =>
  `\n示例 Example:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`

/** Collects an option that may be given several times. */
export const several = (value: string, previous: readonly string[] = []): string[] => [...previous, value]

/** A group of commands; wrong use throws instead of ending the process. */
export const group = (name: string, { zh, en, examples }: CommandText): Command =>
  new Command(name)
    .description(`${zh}\n${en}`)
    .summary(`${zh} · ${en}`)
    .addHelpText('after', examplesOf(examples))
    .helpOption('-h, --help', '显示帮助 show help')
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title, showGlobalOptions: false })
    .exitOverride()

/** A command that does something, and answers with JSON when asked to. */
export const command = (name: string, text: CommandText): Command =>
  group(name, text).option('--json', '以 JSON 输出 print JSON')
