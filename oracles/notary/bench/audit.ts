/**
 * `node oracles/notary/bench/audit.ts BLOCKS TRUST [STATE]`: audits exported blocks with all processors, every statement
 * signature verified; with a folder STATE it can be interrupted and goes on there.
 */
import { audit } from '../src/audit/audit.ts'
import { progressLine } from '../src/commands/progress.ts'

const [blocks = '', trust = '', state] = process.argv.slice(2)
const central = ['ConsensusOneMSP', 'ConsensusTwoMSP', 'SupervisorMSP']
const started = performance.now()
const seconds = () => (performance.now() - started) / 1000
let told = 0
const { size, root, deviations, ...result } = await audit(
  { blocks: [blocks], trust, logs: [], chaincode: 'huren', central, signatures: 1, threads: 0, state },
  (progress) => {
    if (seconds() < told + 10) return
    told = seconds()
    console.error(progressLine(progress, told))
  },
)
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    statements: size,
    root,
    blocks: result.blocks,
    deviations: deviations.length,
    seconds: Math.round(seconds()),
    'statements/s': Math.round(size / seconds()),
    'processor seconds': Math.round((user + system) / 1e6),
    'most memory, MB': Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
