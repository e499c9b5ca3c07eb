import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * Serious findings of axe on a page as it stands. Without preload, for axe would write style sheets that the pages'
 * policy stops; what is no violation is not worked out.
 */
export const seriousViolations = async (page: Page): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => {
    const { axe } = globalThis as typeof globalThis & { axe: typeof import('axe-core') }
    return axe.run({ preload: false, resultTypes: ['violations'] })
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
