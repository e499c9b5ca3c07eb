import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t, { test } from 'tap'
import { warmHuren, workFolder } from '../testing/huren.ts'

const { huren, close } = warmHuren()
const folder = await workFolder()
t.teardown(async () => {
  close()
  await folder.remove()
})

/** Blocks of a network of Fabric 3.1.5: its first one, and the one after it. */
const blocksOf = async (name: string, numbers: readonly number[]): Promise<string> => {
  await mkdir(folder.file(name))
  for (const number of numbers) {
    const block = new URL(`./test-data/fabric/bft-${number}.block`, import.meta.resolve('@huren/notary'))
    await copyFile(fileURLToPath(block), `${folder.file(name)}/${number}.block`)
  }
  return folder.file(name)
}
const trustFile = async (): Promise<string> => {
  const vectors = new URL('../vectors/passing.json', import.meta.resolve('@huren/verify'))
  const { texts, cases } = JSON.parse(await readFile(vectors, 'utf8'))
  await writeFile(folder.file('trust'), texts[cases[0].trust])
  return folder.file('trust')
}

test('CHAIN-2: huren audit ends with 0 when nothing deviates, with 1 and what it found, with 2 when it cannot read', async (t) => {
  const trusting = ['--trust', await trustFile(), '--threads', '1']
  const whole = await blocksOf('whole', [0, 1])
  t.match(await huren(['audit', whole, ...trusting]), { code: 0, stdout: /No deviation was found/ })
  const told = await huren(['audit', whole, ...trusting, '--json'])
  t.match(JSON.parse(told.stdout), { blocks: 2, deviations: [] })
  const omitted = await blocksOf('omitted', [1])
  t.match(await huren(['audit', omitted, ...trusting]), { code: 1, stdout: /block-missing/ })
  const nowhere = await huren(['audit', whole, ...trusting, '--log', folder.file('none')])
  t.match(nowhere, { code: 1, stdout: /log-unreachable/ }, 'a log that is not there is no log that agrees')
  t.match(await huren(['audit', folder.file('none'), ...trusting]), { code: 2, stderr: /input/ })
  t.match(await huren(['audit', whole, '--trust', folder.file('none')]), { code: 2, stderr: /input/ })
  t.match(
    await huren(['audit', ...trusting]),
    { code: 2, stderr: /ledger-options/ },
    'neither blocks nor a peer',
  )
})
