import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import type { Consortium } from '../description/consortium.ts'
import { NetworkProblem } from '../problem.ts'

/** Programs of Hyperledger Fabric that a network is made of. */
export const binaryNames = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'osnadmin'] as const
export type BinaryName = (typeof binaryNames)[number]

/** Where Fabric lies on this machine, and which Fabric it is. */
export interface Binaries {
  readonly path: Readonly<Record<BinaryName, string>>
  /** Folder of the chaincode-as-a-service builder (holds `bin/detect`, `bin/build`, `bin/release`). */
  readonly builder: string
  /** As the peer prints it, e.g. `v3.1.5`; `latest` in a build without a number. */
  readonly version: string
}

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const howToGet = {
  zh: '请按 Hyperledger Fabric 文档“Install Fabric and Fabric Samples”（Getting Started）一章安装，并把其 bin 目录放入 PATH 或环境变量 FABRIC_BIN',
  en: 'install it as Hyperledger Fabric\'s documentation says under "Getting Started: Install Fabric and Fabric Samples", and put its bin folder on PATH or in FABRIC_BIN',
}

const folders = (env: NodeJS.ProcessEnv) =>
  env.FABRIC_BIN ? [env.FABRIC_BIN] : (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')

/** Programs that only some organisations need. */
type OtherBinary = 'fabric-ca-server' | 'fabric-ca-client'

/** Finds one program in `FABRIC_BIN` or on `PATH`. @throws NetworkProblem `binary-missing` */
export const findBinary = (name: BinaryName | OtherBinary, env = process.env): string => {
  const found = folders(env)
    .map((folder) => resolve(folder, name))
    .find(isExecutable)
  if (found) return found
  const where = env.FABRIC_BIN ? 'FABRIC_BIN' : 'PATH'
  throw new NetworkProblem(
    'binary-missing',
    `在 ${where} 中找不到 Fabric 程序 ${name}；${howToGet.zh}`,
    `Fabric's ${name} is not in ${where}; ${howToGet.en}`,
  )
}

/** Fabric's archive puts the builder beside `bin`; its container image in /opt/hyperledger. */
const builderPlaces = (peer: string, env: NodeJS.ProcessEnv) => [
  ...(env.FABRIC_CCAAS_BUILDER ? [env.FABRIC_CCAAS_BUILDER] : []),
  join(dirname(peer), '..', 'builders', 'ccaas'),
  join(dirname(peer), '..', 'ccaas'),
  '/opt/hyperledger/ccaas_builder',
]

const findBuilder = (peer: string, env: NodeJS.ProcessEnv): string => {
  const found = builderPlaces(peer, env).find((folder) => existsSync(join(folder, 'bin', 'detect')))
  if (found) return resolve(found)
  throw new NetworkProblem(
    'builder-missing',
    '找不到 Fabric 的链码服务构建器（builders/ccaas）；见 Fabric 文档“Running Chaincode as an External Service”，或设置 FABRIC_CCAAS_BUILDER',
    'Fabric\'s chaincode-as-a-service builder (builders/ccaas) is not there; see "Running Chaincode as an External Service" in Fabric\'s documentation, or set FABRIC_CCAAS_BUILDER',
  )
}

const oldest = { smartbft: [3, 0], raft: [2, 5] } as const

/** A development build prints no number; it is taken at its word. */
export const isNewEnough = (version: string, ordering: Consortium['ordering']): boolean => {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined) return true
  const [needMajor, needMinor] = oldest[ordering]
  return Number(major) > needMajor || (Number(major) === needMajor && Number(minor) >= needMinor)
}

const versionOf = async (peer: string) => {
  const { stdout } = await execa(peer, ['version'], { env: { FABRIC_LOGGING_SPEC: 'error' } })
  return /Version:\s*(\S+)/.exec(stdout)?.[1] ?? 'unknown'
}

/**
 * Finds Fabric in `FABRIC_BIN` or on `PATH`.
 * @throws NetworkProblem `binary-missing`, `builder-missing` or `binary-too-old`, saying where Fabric's own
 *   documentation tells how to install it
 */
export const findBinaries = async (
  ordering: Consortium['ordering'],
  env = process.env,
): Promise<Binaries> => {
  const path = Object.fromEntries(binaryNames.map((name) => [name, findBinary(name, env)])) as Record<
    BinaryName,
    string
  >
  const version = await versionOf(path.peer)
  if (!isNewEnough(version, ordering)) {
    const needed = oldest[ordering].join('.')
    throw new NetworkProblem(
      'binary-too-old',
      `Fabric ${version} 过旧：${ordering} 需要 ${needed} 或更新版本；${howToGet.zh}`,
      `Fabric ${version} is too old: ${ordering} needs ${needed} or newer; ${howToGet.en}`,
    )
  }
  return { path, builder: findBuilder(path.peer, env), version }
}
