import type { Route } from '../../route.ts'
import { agentCheckRoutes } from './checks.ts'
import { connectAuthorizeRoutes } from './connect-authorize.ts'
import { agentHealthRoutes } from './health.ts'
import { agentHostRoutes } from './host.ts'
import { agentLifecycleRoutes } from './lifecycle.ts'
import { agentMaintenanceRoutes } from './maintenance.ts'
import { agentMemberRoutes } from './members.ts'
import { agentMetricRoutes } from './metrics.ts'
import { agentMonitorRoutes } from './monitor.ts'
import { agentRegisterRoutes } from './register.ts'
import { agentSelfRoutes } from './self.ts'
import { agentServiceRoutes } from './services.ts'
import { agentVersionRoutes } from './version.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent */
export const agentRoutes: readonly Route[] = [
  ...agentSelfRoutes,
  ...agentMemberRoutes,
  ...agentServiceRoutes,
  ...agentRegisterRoutes,
  ...agentCheckRoutes,
  ...agentMaintenanceRoutes,
  ...agentHealthRoutes,
  ...agentLifecycleRoutes,
  ...agentMonitorRoutes,
  ...agentMetricRoutes,
  ...agentHostRoutes,
  ...agentVersionRoutes,
  ...connectAuthorizeRoutes,
]
