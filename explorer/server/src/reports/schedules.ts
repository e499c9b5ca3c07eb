import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Cron } from 'croner'
import type { Office } from '../office/office.ts'
import { fileOf } from './files.ts'
import { type Format, formats, type Report, type Schedule } from './report.ts'
import type { ReportTable } from './table.ts'

const day = { day: '* * *', week: '* * 1', month: '1 * *' } as const

/** A schedule as a cron pattern: each day, each Monday, the first of each month. */
export const patternOf = ({ every, at }: Schedule): string => {
  const [hour = '0', minute = '0'] = at.split(':')
  return `${Number(minute)} ${Number(hour)} ${day[every]}`
}

export interface Made {
  readonly file: string
  readonly format: Format
}

/** Makes scheduled reports and keeps their files, one folder for each report. */
export class Schedules {
  readonly #jobs = new Map<string, Cron>()
  readonly #folder: string
  readonly #office: Office
  readonly #make: (report: Report) => Promise<ReportTable>

  /** @param make the table of a report as it is now */
  constructor(dataDir: string, office: Office, make: (report: Report) => Promise<ReportTable>) {
    this.#folder = join(dataDir, 'reports')
    this.#office = office
    this.#make = make
  }

  /** Sets all clocks; what fell due while nothing ran is made now. */
  async start(): Promise<void> {
    for (const report of await this.#office.buckets.reports.values().all()) {
      this.set(report)
      if (await this.#isOverdue(report)) await this.run(report)
    }
  }

  /** Sets a report's clock anew, or takes it away. */
  set(report: Report): void {
    this.#jobs.get(report.id)?.stop()
    this.#jobs.delete(report.id)
    if (!report.schedule) return
    const job = new Cron(patternOf(report.schedule), { timezone: 'Asia/Shanghai', unref: true }, () =>
      this.run(report),
    )
    this.#jobs.set(report.id, job)
  }

  remove(id: string): void {
    this.#jobs.get(id)?.stop()
    this.#jobs.delete(id)
  }

  /** When it is made next. */
  next(id: string): string | undefined {
    return this.#jobs.get(id)?.nextRun()?.toISOString()
  }

  async #isOverdue({ id, schedule, changed }: Report): Promise<boolean> {
    if (!schedule) return false
    const [last] = await this.list(id)
    const since = new Date(last ? timeOf(last.file) : changed)
    const due = new Cron(patternOf(schedule), { timezone: 'Asia/Shanghai', paused: true }).nextRun(since)
    return due !== null && due.getTime() <= Date.now()
  }

  /** Makes a report's file now. */
  async run(report: Report): Promise<void> {
    const format = report.schedule?.format ?? 'csv'
    const folder = join(this.#folder, report.id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = `${new Date().toISOString().replaceAll(':', '')}.${format}`
    await writeFile(join(folder, `.${name}`), await fileOf(await this.#make(report), format), { mode: 0o600 })
    await rename(join(folder, `.${name}`), join(folder, name))
  }

  /** Files made so far, newest first. */
  async list(id: string): Promise<Made[]> {
    const files = await readdir(join(this.#folder, id)).catch(() => [])
    return files
      .filter((file) => !file.startsWith('.'))
      .sort()
      .reverse()
      .flatMap((file) => {
        const format = formats.find((each) => file.endsWith(`.${each}`))
        return format ? [{ file, format }] : []
      })
  }

  async read(id: string, file: string): Promise<Buffer | undefined> {
    const known = (await this.list(id)).some((made) => made.file === file)
    return known ? readFile(join(this.#folder, id, file)) : undefined
  }

  stop(): void {
    for (const job of this.#jobs.values()) job.stop()
  }
}

/** `2026-11-21T080000.000Z.csv` as a time. */
const timeOf = (file: string) => {
  const [, date = '', hour = '', minute = '', rest = ''] = /^(.{10}T)(..)(..)(.*Z)\./.exec(file) ?? []
  return `${date}${hour}:${minute}:${rest}`
}
