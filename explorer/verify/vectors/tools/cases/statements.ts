import type { Case } from './case.ts'
import { consents } from './statements/consents.ts'
import { governed } from './statements/governance.ts'
import { keys } from './statements/keys.ts'
import { payloads } from './statements/payloads.ts'
import { signatures } from './statements/signatures.ts'
import { versions } from './statements/versions.ts'

/** Stories of a few statements each, the last one the subject: who may state what. */
export const statements: readonly Case[] = [
  ...keys,
  ...governed,
  ...signatures,
  ...versions,
  ...consents,
  ...payloads,
]
