/** `node explorer/verify/tools/fuzz-main.ts [cases=1000000] [seed]`: exit code 1 if the verifier was wrong once. */
import { fuzz } from './fuzz.ts'
import { passingSamples } from './samples.ts'

const [cases = '1000000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
const started = performance.now()
const { wrong, ...result } = fuzz(passingSamples(), Number(cases), Number(seed))
console.log(
  JSON.stringify(
    {
      seed: Number(seed),
      seconds: Math.round((performance.now() - started) / 1000),
      ...result,
      wrong: wrong.length,
    },
    null,
    2,
  ),
)
for (const line of wrong.slice(0, 20)) console.error(line)
process.exit(wrong.length === 0 ? 0 : 1)
