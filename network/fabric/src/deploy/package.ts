import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { connectionTemplate, type Slot } from './connection.ts'

/** A contract package as Fabric's lifecycle installs it. */
export interface ContractPackage {
  /** Names the exact code: version of the definition. */
  readonly bundleHash: string
  /** Fabric's package id, `label:SHA-256 of the package`; equal in every organisation that packs the same bundle. */
  readonly packageId: string
  readonly file: string
  /** The bundle itself, kept beside the package to be run. */
  readonly bundle: string
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of a bundle, hexadecimal. */
export const hashOf = (bundle: string) => sha256(readFileSync(bundle))

/** The same input gives the same bytes everywhere: no times or owners of this machine, nothing left to a zlib version. */
const archive = (cwd: string, file: string, entries: string[]) =>
  create({ cwd, file, gzip: { level: 0 }, portable: true, mtime: new Date(0) }, entries)

/**
 * Packs a bundle for chaincode-as-a-service. The package carries the bundle's digest, not the bundle: approving the
 * package id approves the code, and each peer's own machine runs it.
 * @param bundle one JavaScript file
 * @param folder where the package is kept
 */
export const packBundle = async (bundle: string, folder: string, slot: Slot): Promise<ContractPackage> => {
  const bundleHash = hashOf(bundle)
  const home = join(folder, bundleHash.slice(0, 16))
  mkdirSync(home, { recursive: true })
  const kept = join(home, 'contracts.cjs')
  copyFileSync(bundle, kept)
  const label = `huren_${bundleHash.slice(0, 16)}_${slot}`
  const file = join(home, `${slot}.tar.gz`)
  const work = mkdtempSync(join(home, 'packing-'))
  writeFileSync(join(work, 'connection.json'), JSON.stringify(connectionTemplate(slot)))
  writeFileSync(join(work, 'bundle.json'), JSON.stringify({ sha256: bundleHash }))
  writeFileSync(join(work, 'metadata.json'), JSON.stringify({ type: 'ccaas', label }))
  await archive(work, join(work, 'code.tar.gz'), ['bundle.json', 'connection.json'])
  await archive(work, file, ['code.tar.gz', 'metadata.json'])
  rmSync(work, { recursive: true })
  return { bundleHash, packageId: `${label}:${sha256(readFileSync(file))}`, file, bundle: kept }
}
