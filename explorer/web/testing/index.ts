export { seriousViolations } from './axe.ts'
export { type RunningBrowser, startBrowser } from './browser.ts'
