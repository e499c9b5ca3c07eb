export type { ExplorerSettings } from './config.ts'
export { defaultIndicators, type Indicator } from './indicators.ts'
export { type ExplorerOptions, type RunningExplorer, startExplorer } from './server.ts'
export { createAccounts, type Person, type Role, roles } from './sign-in/accounts.ts'
