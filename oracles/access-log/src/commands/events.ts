import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { CommandError, exit, readText, running, say } from './command.ts'
import { ask, type ServiceOptions, serviceCommand } from './service.ts'

const batch = 1000

interface Outcome {
  readonly index?: number
  readonly duplicate?: boolean
  readonly code?: string
  readonly detail?: string
}

const lines = async (file: string): Promise<object[]> =>
  (await readText(file))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line)
      } catch {
        throw new CommandError(
          exit.usage,
          'input',
          `${file}: 第 ${i + 1} 行不是 JSON line ${i + 1} is not JSON`,
        )
      }
    })

/** Appends a file of events, one JSON line each; sending it again appends nothing. */
const append = async (file: string, options: ServiceOptions): Promise<void> => {
  const events = await lines(file)
  let [added, known] = [0, 0]
  for (let first = 0; first < events.length; first += batch) {
    const body = { events: events.slice(first, first + batch) }
    const { results }: { results: Outcome[] } = JSON.parse(await ask(options, 'v1/events', body))
    for (const [i, { code, detail, duplicate }] of results.entries()) {
      if (code !== undefined) {
        say(`第 ${first + i + 1} 行 line ${first + i + 1}: ${code}: ${detail}`)
        process.exitCode = exit.refused
      } else if (duplicate) known++
      else added++
    }
  }
  say(`已记入 ${added} 条，原已在 ${known} 条；${added} appended, ${known} were there already`)
}

const receipt = async (event: string, { out, ...options }: ServiceOptions & { out?: string }) => {
  const text = await ask(options, `v1/events/${encodeURIComponent(event)}/receipt`)
  if (out) await writeFile(out, `${text}\n`)
  else say(text)
}

const erase = async (event: string, { reason, ...options }: ServiceOptions & { reason: string }) => {
  say(await ask(options, `v1/events/${encodeURIComponent(event)}/erasure`, { reason }))
}

/** `huren access append`, `huren access receipt` and `huren access erase`. */
export const eventCommands = (): Command[] => [
  serviceCommand('append', {
    zh: '把一批调阅写入调阅日志（每行一条 JSON）',
    en: 'append accesses to the log, one JSON line each: {"event": {…}, "patient": "…"}',
    examples: ['huren access append accesses.jsonl --url http://127.0.0.1:8094 --token-file viewer.token'],
  })
    .argument('<file>', 'JSON 行文件 file of JSON lines')
    .action(running(append)),
  serviceCommand('receipt', {
    zh: '取一次调阅的回执',
    en: 'fetch the receipt of one access',
    examples: ['huren access receipt EVENT --out look.receipt'],
  })
    .argument('<event>', '调阅标识 event id')
    .option('--out <file>', '写入文件 write to a file')
    .action(running(receipt)),
  serviceCommand('erase', {
    zh: '删除一次调阅的内容和盐，树保持完整',
    en: "destroy an access's content and salt; the tree stays whole",
    examples: ['huren access erase EVENT --reason retention-ended'],
  })
    .argument('<event>', '调阅标识 event id')
    .requiredOption('--reason <reason>', 'subject-request | retention-ended | entered-in-error')
    .action(running(erase)),
]
