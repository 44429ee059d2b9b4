import { direct, local, type Route, unlimited } from '../route.ts'
import { aclRoutes } from './acl/index.ts'
import { agentRoutes } from './agent/index.ts'
import { catalogRoutes } from './catalog.ts'
import { configRoutes } from './config.ts'
import { connectRoutes } from './connect.ts'
import { coordinateRoutes } from './coordinate.ts'
import { discoveryChainRoutes } from './discovery-chain.ts'
import { eventRoutes } from './event.ts'
import { federationStateRoutes } from './federation-states.ts'
import { healthRoutes } from './health.ts'
import { intentionRoutes } from './intentions.ts'
import { internalUiRoutes } from './internal-ui.ts'
import { internalUiMeshRoutes } from './internal-ui-mesh.ts'
import { kvRoutes } from './kv.ts'
import { meshRoutes } from './mesh.ts'
import { operatorRoutes } from './operator.ts'
import { peeringRoutes } from './peering.ts'
import { queryRoutes } from './query.ts'
import { sessionRoutes } from './session.ts'
import { snapshotRoutes } from './snapshot.ts'
import { statusRoutes } from './status.ts'
import { txnRoutes } from './txn.ts'
import { resourceRoutes } from './resources.ts'

/** Every path that is answered. A duplicate throws at start. */
export const routes: readonly Route[] = [
  ...unlimited(local(agentRoutes)),
  ...kvRoutes,
  ...sessionRoutes,
  ...txnRoutes,
  ...catalogRoutes,
  ...healthRoutes,
  ...eventRoutes,
  ...unlimited(statusRoutes),
  ...direct(unlimited(snapshotRoutes)),
  ...internalUiRoutes,
  ...internalUiMeshRoutes,
  ...queryRoutes,
  ...coordinateRoutes,
  ...unlimited(operatorRoutes),
  ...configRoutes,
  ...discoveryChainRoutes,
  ...intentionRoutes,
  ...meshRoutes,
  ...direct(peeringRoutes),
  ...connectRoutes,
  ...federationStateRoutes,
  ...aclRoutes,
  ...local(resourceRoutes),
]
