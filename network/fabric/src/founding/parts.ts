import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { ensureMembers } from '../authority/members.ts'
import { makeApplication, parseApplication } from '../city/application.ts'
import { checkCertificates } from '../city/certificates.ts'
import { allOrganisations } from '../description/consortium.ts'
import { organisationLayout } from '../material/layout.ts'
import { readPublic, writePublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import { organisationNamed } from '../run/local.ts'
import type { Network } from '../run/network.ts'

/**
 * Makes one organisation's keys on its own machine, before the network is founded.
 * @param name of the organisation in the description that all have agreed on
 * @returns what the others need to know of it: certificates, signed by its administrator; no key
 */
export const makeOwnPart = async (network: Network, name: string): Promise<string> => {
  const organisation = organisationNamed(network, name)
  await ensureMembers(network, organisation)
  return makeApplication(network.workspace.material, organisation)
}

const knownAuthorities = ({ consortium, workspace }: Network, except: string) =>
  allOrganisations(consortium)
    .filter(({ mspId }) => mspId !== except)
    .filter((one) => existsSync(organisationLayout(workspace.material, one).caCertificate))
    .flatMap((one) => {
      const { caCertificate, tlsCaCertificate } = readPublic(workspace.material, one)
      return [caCertificate, tlsCaCertificate]
    })

/**
 * Takes over what another founding organisation made known of itself.
 * @returns SHA-256 fingerprint of its authority's certificate, to be compared with its owner by another way
 * @throws NetworkProblem `application-invalid`, `certificate-invalid`; `description-invalid` when it follows another
 *   description than this one; `name-taken` when it is this machine's own
 */
export const trustPart = async (
  network: Network,
  file: string,
): Promise<{ mspId: string; fingerprint: string }> => {
  const { application, signed } = parseApplication(readFileSync(file, 'utf8'))
  const { mspId, name } = application.organisation
  const described = organisationNamed(network, name)
  if (!isDeepStrictEqual(described, application.organisation))
    throw new NetworkProblem(
      'description-invalid',
      `${name} 所依据的描述文件与本机不同`,
      `${name} follows another description than this machine`,
    )
  if (existsSync(organisationLayout(network.workspace.material, described).caKey))
    throw new NetworkProblem(
      'name-taken',
      `${name} 的密钥就在本机`,
      `the keys of ${name} are on this machine`,
    )
  checkCertificates(application, signed, knownAuthorities(network, mspId))
  await writePublic(network.workspace.material, described, application)
  return { mspId, fingerprint: new X509Certificate(application.caCertificate).fingerprint256 }
}
