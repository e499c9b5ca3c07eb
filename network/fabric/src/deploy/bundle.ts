import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const projectRoot = join(import.meta.dirname, '..', '..', '..', '..')

/**
 * fabric-shim brings an older copy of Fabric's protobufs. Two copies in one program write themselves into the same global
 * object, and whichever is loaded last wins: the bundle has ours alone.
 */
const alias = {
  '@hyperledger/fabric-protos': dirname(
    dirname(fileURLToPath(import.meta.resolve('@hyperledger/fabric-protos'))),
  ),
}

const contracts = join(import.meta.dirname, '..', 'service', 'main.ts')

/**
 * Bundles this project's contracts with their service into one JavaScript file. The same source and dependencies give
 * the same bytes in every checkout, so that each organisation builds it at home and compares hashes.
 * @param entry another program that serves a chaincode, for a test
 */
export const buildContracts = async (file: string, entry = contracts): Promise<string> => {
  // esbuild would take a relative path from its own working directory, which is the project
  const outfile = resolve(file)
  mkdirSync(dirname(outfile), { recursive: true })
  await build({
    entryPoints: [entry],
    absWorkingDir: projectRoot,
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifyWhitespace: true,
    legalComments: 'none',
    alias,
    logLevel: 'error',
  })
  return outfile
}
