import { allOrganisations, type Consortium } from '../description/consortium.ts'
import { validateConsortium } from '../description/validate.ts'
import { readPublic } from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import { type Application, parseApplication } from './application.ts'
import { checkCertificates } from './certificates.ts'
import { requireReachable } from './reach.ts'

const withCity = (consortium: Consortium, { organisation }: Application): Consortium => {
  try {
    return validateConsortium({ ...consortium, cities: [...consortium.cities, organisation] })
  } catch (error) {
    const why = error instanceof NetworkProblem ? error : undefined
    if (!why) throw error
    throw new NetworkProblem('name-taken', `不能加入：${why.zh}`, `it cannot join: ${why.en}`, { cause: why })
  }
}

/**
 * Checks a city's application against the consortium; changes nothing.
 * @param text the application file
 * @returns the application, and the description with the city in it
 * @throws NetworkProblem `application-invalid`, `certificate-invalid`, `name-taken`, `address-unreachable`
 */
export const examineApplication = async (
  { consortium, workspace }: Pick<Network, 'consortium' | 'workspace'>,
  text: string,
): Promise<{ application: Application; consortium: Consortium }> => {
  const { application, signed } = parseApplication(text)
  const extended = withCity(consortium, application)
  const known = allOrganisations(consortium).flatMap((organisation) => {
    const { caCertificate, tlsCaCertificate } = readPublic(workspace.material, organisation)
    return [caCertificate, tlsCaCertificate]
  })
  checkCertificates(application, signed, known)
  await requireReachable(application.organisation, application.tlsCaCertificate)
  return { application, consortium: extended }
}
