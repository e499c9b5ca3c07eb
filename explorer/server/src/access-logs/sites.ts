import { readFile } from 'node:fs/promises'
import { field, type InstitutionId, type Label } from '@huren/records'
import Joi from 'joi'

/** An imaging cloud's access log, and what opens its reports to the supervisor. */
export interface AccessLogSite {
  readonly institution: InstitutionId
  readonly name?: Label
  /** `http://127.0.0.1:8094` */
  readonly url: string
  /** File with a token that has the right `supervise` there. */
  readonly tokenFile: string
}

const schema = Joi.array()
  .items(
    Joi.object<AccessLogSite>({
      institution: field.institutionId().required(),
      name: Joi.object({ zh: Joi.string().max(80).required(), en: Joi.string().max(80).required() }),
      url: Joi.string()
        .uri({ scheme: ['http', 'https'] })
        .required(),
      tokenFile: Joi.string().max(1000).required(),
    }),
  )
  .unique('institution')
  .max(100)

/**
 * The operator's list, read whenever it is asked for: one more imaging cloud needs no new start.
 * @throws Error that says what is wrong with it
 */
export const accessLogSites = async (file: string | undefined): Promise<readonly AccessLogSite[]> => {
  if (!file) return []
  const { error, value } = schema.validate(JSON.parse(await readFile(file, 'utf8')))
  if (error) throw new Error(`HUREN_ACCESS_LOGS: ${error.message}`)
  return value
}
