import type { Route } from '../route.ts'
import { kvRoutes } from './kv.ts'
import { sessionRoutes } from './session.ts'
import { statusRoutes } from './status.ts'

/** Every path that is answered. A duplicate throws at start. */
export const routes: readonly Route[] = [...kvRoutes, ...sessionRoutes, ...statusRoutes]
