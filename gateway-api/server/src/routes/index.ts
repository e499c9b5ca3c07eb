import type { Context } from '../context.ts'
import type { Route } from '../http/route.ts'
import { bootstrapRoutes } from './bootstrap.ts'
import { chainRoutes } from './chain.ts'
import { deadLetterRoutes } from './dead-letters.ts'
import { eventRoutes } from './events.ts'
import { offlineRoutes } from './offline.ts'
import { onboardingRoutes } from './onboarding.ts'
import { ownRoutes } from './own.ts'
import { recognisableRoutes } from './recognisable.ts'
import { recordRoutes } from './records.ts'
import { registryRoutes } from './registry.ts'
import { statementRoutes } from './statements.ts'
import { statusRoutes } from './status.ts'
import { tokenRoutes } from './tokens.ts'

/** All routes of the API, in the order of its documentation. */
export const routesOf = (context: Context): Route[] => [
  ...statementRoutes(context),
  ...ownRoutes(context),
  ...recordRoutes(context),
  ...recognisableRoutes(context),
  ...registryRoutes(context),
  ...chainRoutes(context),
  ...eventRoutes(context),
  ...deadLetterRoutes(context),
  ...onboardingRoutes(context),
  ...bootstrapRoutes(context),
  ...offlineRoutes(context),
  ...tokenRoutes(context),
  ...statusRoutes(context),
]
