import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NetworkProblem } from '../problem.ts'
import { findBinary } from '../run/binaries.ts'
import { runTool } from '../run/tool.ts'

/** How one authority of a fabric-ca server is reached. */
export interface AuthorityAddress {
  readonly host: string
  readonly port: number
  /** Certificate of the TLS authority that certified the server, a file. */
  readonly tlsCertificate: string
  /** Which of the server's authorities. */
  readonly name: string
}

export interface Login {
  readonly name: string
  readonly secret: string
}

/** What an enrolment gives, PEM. */
export interface Enrolled {
  readonly certificate: string
  readonly privateKey: string
}

/** Runs with a folder of its own for keys, gone afterwards whatever happens. */
export const inPrivateFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'huren-enrol-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A password stands in the environment, which other users of the machine cannot read, not in the arguments. */
const urlOf = ({ host, port }: AuthorityAddress, login?: Login) => {
  const url = new URL(`https://${host}:${port}`)
  if (login) Object.assign(url, { username: encodeURIComponent(login.name), password: login.secret })
  return url.href.replace(/\/$/, '')
}

/**
 * Runs fabric-ca-client against an authority.
 * @param home folder that holds (or will hold) the MSP `msp` of who asks
 * @throws NetworkProblem `authority-refused` with what the server said, `binary-missing`
 */
export const authorityTool = async (
  address: AuthorityAddress,
  home: string,
  args: readonly string[],
  { login, env = {} }: { login?: Login; env?: Readonly<Record<string, string>> } = {},
): Promise<string> => {
  const options = ['--home', home, '--mspdir', join(home, 'msp'), '--tls.certfiles', address.tlsCertificate]
  const all = [...args, ...options, '--caname', address.name, '--loglevel', 'warning']
  try {
    return await runTool(findBinary('fabric-ca-client'), all, {
      ...env,
      FABRIC_CA_CLIENT_URL: urlOf(address, login),
    })
  } catch (problem) {
    if (!(problem instanceof NetworkProblem) || problem.code !== 'command-failed') throw problem
    throw new NetworkProblem('authority-refused', problem.zh, problem.en, { cause: problem })
  }
}

const only = (folder: string) => {
  const [file] = existsSync(folder) ? readdirSync(folder) : []
  if (!file) throw new NetworkProblem('authority-refused', `${folder} 为空`, `${folder} is empty`)
  return readFileSync(join(folder, file), 'utf8')
}

/** Certificate and key of an MSP folder that fabric-ca-client wrote. */
export const enrolledIn = (home: string): Enrolled => ({
  certificate: only(join(home, 'msp', 'signcerts')),
  privateKey: only(join(home, 'msp', 'keystore')),
})
