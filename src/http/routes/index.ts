import type { Route } from '../route.ts'
import { catalogRoutes } from './catalog.ts'
import { eventRoutes } from './event.ts'
import { healthRoutes } from './health.ts'
import { kvRoutes } from './kv.ts'
import { sessionRoutes } from './session.ts'
import { snapshotRoutes } from './snapshot.ts'
import { statusRoutes } from './status.ts'
import { txnRoutes } from './txn.ts'
import { uiRoutes } from './ui.ts'

/** Every path that is answered. A duplicate throws at start. */
export const routes: readonly Route[] = [
  ...kvRoutes,
  ...sessionRoutes,
  ...txnRoutes,
  ...catalogRoutes,
  ...healthRoutes,
  ...eventRoutes,
  ...statusRoutes,
  ...snapshotRoutes,
  ...uiRoutes,
]
