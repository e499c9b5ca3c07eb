import { readFileSync } from 'node:fs'
import Joi from 'joi'
import { allOrganisations, type Consortium, type Organisation } from '../description/consortium.ts'
import { writeConsortium } from '../description/file.ts'
import { validateConsortium } from '../description/validate.ts'
import { makeMaterial } from '../material/make.ts'
import {
  type PublicCertificates,
  publicCertificatesSchema,
  readPublic,
  writePublic,
} from '../material/public.ts'
import { NetworkProblem } from '../problem.ts'
import type { Network } from '../run/network.ts'
import type { Workspace } from '../run/workspace.ts'

/** What a city receives before it applies: the description, and the members' public certificates. Nothing secret. */
export interface Invitation {
  readonly consortium: Consortium
  readonly certificates: Readonly<Record<string, PublicCertificates>>
}

const withCity = (consortium: Consortium, own: Organisation) =>
  consortium.cities.some(({ mspId }) => mspId === own.mspId)
    ? consortium
    : validateConsortium({ ...consortium, cities: [...consortium.cities, own] })

const schema = Joi.object<Invitation>({
  consortium: Joi.object().required(),
  certificates: Joi.object().pattern(Joi.string(), publicCertificatesSchema),
})

/** Writes the invitation that any member may hand out. */
export const makeInvitation = ({
  consortium,
  workspace,
}: Pick<Network, 'consortium' | 'workspace'>): string => {
  const certificates = allOrganisations(consortium).map((organisation) => [
    organisation.mspId,
    readPublic(workspace.material, organisation),
  ])
  return JSON.stringify({ consortium, certificates: Object.fromEntries(certificates) }, null, 2)
}

/**
 * Begins the city's own workspace from an invitation: the description with the city in it, the members' public
 * certificates, and the city's own keys, which are made here and stay here.
 * @throws NetworkProblem `application-invalid`, `description-invalid`
 */
export const acceptInvitation = async (
  workspace: Workspace,
  file: string,
  own: Organisation,
): Promise<Consortium> => {
  const { error, value } = schema.validate(JSON.parse(readFileSync(file, 'utf8')))
  if (error)
    throw new NetworkProblem(
      'application-invalid',
      `邀请文件无效：${error.message}`,
      `the invitation is invalid: ${error.message}`,
    )
  const consortium = withCity(validateConsortium(value.consortium), own)
  for (const organisation of allOrganisations(consortium)) {
    const certificates = value.certificates[organisation.mspId]
    if (organisation.mspId !== own.mspId && certificates)
      await writePublic(workspace.material, organisation, certificates)
  }
  await makeMaterial(workspace.material, own)
  writeConsortium(workspace.description, consortium)
  return consortium
}
