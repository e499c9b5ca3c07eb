import type { Server } from '@hapi/hapi'
import type { CertificateRow } from '@huren/explorer-index'
import { field, type KeyId } from '@huren/records'
import Joi from 'joi'
import { scoped } from '../access/scope.ts'
import { type HospitalContext, hospitalOf } from '../hospital/context.ts'
import { carriers, deskState, type OwnKey, ownKeys } from '../hospital/keys.ts'
import { moment, Recent } from '../recent.ts'

interface Answer {
  readonly now: string
  readonly keys: readonly OwnKey[]
  readonly certificates: readonly CertificateRow[]
}

/** Who the hospital is on the ledger, its keys and certificates, and the key of the desk that asks. */
export const hospitalKeyRoutes = (server: Server, { index, settings }: HospitalContext): void => {
  server.route({
    method: 'GET',
    path: '/api/hospital/site',
    options: { app: scoped },
    handler: async (request) => {
      const id = hospitalOf(request)
      const registered = await index.buckets.institutions.get(id)
      return {
        id,
        // days left are counted by this clock, not by the browser's
        now: new Date().toISOString(),
        ...(registered && { registered }),
        ...(settings.gateway && { gateway: settings.gateway }),
      }
    },
  })
  server.route<{ Params: { key: KeyId } }>({
    method: 'GET',
    path: '/api/hospital/desks/{key}',
    options: { app: scoped, validate: { params: Joi.object({ key: field.keyId().required() }) } },
    handler: (request) => deskState(index, hospitalOf(request), request.params.key),
  })
  // all registered keys are looked through: once for each block that comes, however many desks ask
  const known = new Recent<Promise<Pick<Answer, 'keys' | 'certificates'>>>(moment)
  server.route({
    method: 'GET',
    path: '/api/hospital/keys',
    options: { app: scoped },
    handler: async (request): Promise<Answer> => {
      const id = hospitalOf(request)
      const read = async () => {
        const [keys, certificates] = await Promise.all([ownKeys(index, id), carriers(index, id)])
        return { keys, certificates }
      }
      return { now: new Date().toISOString(), ...(await known.get(`${id}/${index.height}`, read)) }
    },
  })
}
