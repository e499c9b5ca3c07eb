import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import type { ReportSummary } from '../access-logs/reports.ts'

const identity = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** What an access log tells of its n-th report. */
export const summaryOf = (n: number, change: Partial<ReportSummary> = {}): ReportSummary => ({
  id: identity(n),
  institution: 'GD-4401-00001' as ReportSummary['institution'],
  issuedAt: new Date(Date.UTC(2026, 10, 21, 0, n)).toISOString() as ReportSummary['issuedAt'],
  until: new Date(Date.UTC(2026, 10, 20)).toISOString() as ReportSummary['until'],
  matched: 10,
  open: 0,
  counts: { 'missing-at-cloud': n % 2, 'missing-at-hospital': 0, different: 0, repeated: 0 },
  ...change,
})

/** An access log as far as its reports go, which opens to one token; `asked` keeps what it was asked. */
export const accessLogWith = async (t: Test, token: string, reports: readonly ReportSummary[]) => {
  const asked: string[] = []
  const answerTo = ({ url = '', headers }: IncomingMessage): { status: number; body: unknown } => {
    asked.push(url)
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: {} }
    const { pathname, searchParams } = new URL(url, 'http://log')
    const id = pathname.split('/').at(3)
    if (id) {
      const isThere = reports.some((each) => each.id === id)
      return isThere
        ? { status: 200, body: { format: 'huren-reconciliation/v1', id } }
        : { status: 404, body: {} }
    }
    const [before, limit] = [searchParams.get('before'), Number(searchParams.get('limit'))]
    const isDiffering = ({ counts }: ReportSummary) => Object.values(counts).some((count) => count > 0)
    const places = reports
      .filter((report) => searchParams.get('differing') !== 'true' || isDiffering(report))
      .map((report) => ({ report, place: `${report.issuedAt} ${report.id}` }))
      .sort((a, b) => (a.place < b.place ? 1 : -1))
      .filter(({ place }) => before === null || place < before)
    const items = places.slice(0, limit)
    const next = places.length > limit ? { next: items.at(-1)?.place } : {}
    return { status: 200, body: { items: items.map(({ report }) => report), ...next } }
  }
  const server = createServer((request, response) => {
    const { status, body } = answerTo(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
