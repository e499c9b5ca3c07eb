import type { Label } from '@huren/records'
import Joi from 'joi'

/** What a city runs, and where this explorer asks about it. What is not named is shown as not known. */
export interface CitySite {
  /** `4401`: whose accounts see it. */
  readonly city: string
  readonly name: Label
  /** Its organisation on the channel. */
  readonly mspId?: string
  /** What `huren network feed` writes: a file, or an address at which the city serves it. */
  readonly feed?: string
  /** Its gateway: `http://127.0.0.1:8080`. */
  readonly gateway?: string
  /** File with the token that the gateway's `/metrics` asks for. */
  readonly metricsToken?: string
  /** Nodes whose TLS certificate is looked at where they listen: `host:port`. */
  readonly addresses?: readonly string[]
}

const site = Joi.object<CitySite>({
  city: Joi.string()
    .pattern(/^\d{4}$/)
    .required(),
  name: Joi.object({ zh: Joi.string().max(80).required(), en: Joi.string().max(80).required() }).required(),
  mspId: Joi.string().max(100),
  feed: Joi.string().max(1000),
  gateway: Joi.string().uri({ scheme: ['http', 'https'] }),
  metricsToken: Joi.string().max(1000),
  addresses: Joi.array()
    .items(Joi.string().pattern(/^.+:\d{1,5}$/))
    .max(50),
})

/** Reads the operator's list of sites. @throws Error that says what is wrong with it */
export const sitesFrom = (text: string): readonly CitySite[] => {
  const { error, value } = Joi.array().items(site).unique('city').max(100).validate(JSON.parse(text))
  if (error) throw new Error(`HUREN_CITIES: ${error.message}`)
  return value
}
