export {
  busiestByProgram,
  cpuByProcess,
  peakMemory,
  peakMemoryOf,
  processorTimeOf,
  sumByProgram,
  usedSince,
} from '../bench/cpu.ts'
export { type Account, reckon } from './account.ts'
export { longestStop, throughput } from './figures.ts'
export { type Acknowledgement, type Running, startLoad } from './lanes.ts'
export { prepare, type Ready } from './setup.ts'
export { contractsOn } from './submit.ts'
