/** Makes an index of many statements in a folder: node explorer/server/bench/fill.ts FOLDER [statements] */
import { ExplorerIndex } from '@huren/explorer-index'
import { blockOf } from './statements.ts'

const [folder = '', count = '1000000'] = process.argv.slice(2)
const total = Number(count)
const index = await ExplorerIndex.open(folder)
let spent = 0
for (let first = index.statements.size; first < total; first += 2000) {
  const blocks = [0, 1, 2, 3].map((n) => blockOf(index.height + n, first + n * 500, total))
  const before = performance.now()
  await index.add(blocks)
  spent += performance.now() - before
}
console.log(`${index.statements.size} statements; ${Math.round(index.statements.size / (spent / 1000))}/s`)
await index.close()
