import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './log/durable-file.ts'

/** What a notary never keeps to itself. A split view carries both signed checkpoints: evidence for anybody. */
export interface Alarm {
  readonly kind: 'split-view' | 'bad-block' | 'log-overdue' | 'witness-overdue' | 'bad-cosignature'
  readonly at: string
  readonly detail: string
  /** Signed checkpoints: this notary's own first. */
  readonly checkpoints: readonly string[]
}

/** Alarms as files, one each, so that they outlive the process and can be handed on. */
export class Alarms {
  readonly #folder: string
  readonly #known = new Set<string>()
  #count = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(dataDir: string): Promise<Alarms> {
    const alarms = new Alarms(join(dataDir, 'alarms'))
    await mkdir(alarms.#folder, { recursive: true })
    alarms.#count = (await readdir(alarms.#folder)).length
    return alarms
  }

  get count() {
    return this.#count
  }

  /** Writes an alarm once; the same again, for as long as the process lives, is not news. */
  async raise(kind: Alarm['kind'], detail: string, checkpoints: readonly string[] = []): Promise<void> {
    const key = [kind, detail].join('\n')
    if (this.#known.has(key)) return
    this.#known.add(key)
    const alarm: Alarm = { kind, at: new Date().toISOString(), detail, checkpoints }
    const name = `${alarm.at.replaceAll(':', '')}-${kind}-${this.#count}.json`
    await writeDurably(this.#folder, new Map([[name, `${JSON.stringify(alarm, null, 2)}\n`]]))
    this.#count += 1
    console.error(JSON.stringify({ alarm: kind, detail }))
  }

  async list(): Promise<Alarm[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json')).sort()
    return Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(this.#folder, name), 'utf8'))),
    )
  }
}
