export type { ExplorerSettings } from './config.ts'
export { defaultIndicators, type Indicator } from './indicators/indicators.ts'
export { type ExplorerOptions, type RunningExplorer, startExplorer } from './server.ts'
export { createAccounts, officeRoles, type Person } from './sign-in/accounts.ts'
