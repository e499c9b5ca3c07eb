import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Words {
  readonly zh: string
  readonly en: string
}
type Named<Code extends string> = readonly ({ readonly [code in Code]: string } & Words)[]

const read = async (folder: string, name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8').catch(() => '{}'))

const wordsBy = <Code extends string>(code: Code, list: unknown) =>
  Object.fromEntries(((list ?? []) as Named<Code>).map((each) => [each[code], { zh: each.zh, en: each.en }]))

/** What codes are called: items and reasons by the documents whose digests lie on the ledger, institutions by a list of the site's. */
export const namesIn = async (folder: string | undefined) => {
  if (!folder) return {}
  const [catalogue, reasons, institutions] = await Promise.all(
    ['catalogue', 'reasons', 'institutions'].map((name) => read(folder, name)),
  )
  return {
    items: wordsBy('item', catalogue?.items),
    reasons: wordsBy('reason', reasons?.reasons),
    institutions: wordsBy('institution', institutions?.institutions),
  }
}
