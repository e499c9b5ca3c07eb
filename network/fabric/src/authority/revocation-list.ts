import { readRevocationList } from '@huren/crypto-config'
import { allOrganisations } from '../description/consortium.ts'
import { type PublicCertificates, readPublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'

const refused = (zh: string, en: string) => new NetworkProblem('certificate-invalid', zh, en)

const read = async (list: string, ca: string) => {
  try {
    return await readRevocationList(list, ca)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw refused(`吊销列表无效：${reason}`, `the revocation list is invalid: ${reason}`)
  }
}

/**
 * Checks a revocation list: the organisation's own authority signed it, and nobody who was revoked is let in again.
 * @returns the organisation's public certificates with the list among them
 * @throws NetworkProblem `description-unknown-node`, `certificate-invalid`
 */
export const withRevocationList = async (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  mspId: string,
  list: string,
): Promise<PublicCertificates> => {
  const organisation = allOrganisations(consortium).find((one) => one.mspId === mspId)
  if (!organisation)
    throw new NetworkProblem(
      'description-unknown-node',
      `没有机构 ${mspId}`,
      `there is no organisation ${mspId}`,
    )
  const known = readPublic(workspace.material, organisation)
  const { serials } = await read(list, known.caCertificate)
  const before = known.revocationList
    ? await read(known.revocationList, known.caCertificate)
    : { serials: [] }
  const missing = before.serials.find((serial) => !serials.includes(serial))
  if (missing)
    throw refused(
      `已吊销的证书 ${missing} 不在新的吊销列表中`,
      `certificate ${missing}, which was revoked, is not in the new list`,
    )
  return { ...known, revocationList: list }
}
