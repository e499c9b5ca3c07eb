import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const projectRoot = join(import.meta.dirname, '..', '..', '..', '..')

/**
 * Bundles this project's contracts with their service into one JavaScript file. The same source and dependencies give
 * the same bytes in every checkout, so that each organisation builds it at home and compares hashes.
 */
export const buildContracts = async (outfile: string): Promise<string> => {
  mkdirSync(dirname(outfile), { recursive: true })
  await build({
    entryPoints: [join(import.meta.dirname, '..', 'service', 'main.ts')],
    absWorkingDir: projectRoot,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
  })
  return outfile
}
