import type { Control } from '../control.ts'
import { toJson } from '../../go/json.ts'
import { PREFIX } from '../prefix.ts'
import type { MountedApp } from '../../http/mounted-app.ts'
import { action, type Route, route } from '../../http/route.ts'
import { blockedRoutes } from './blocked.ts'
import { checkRoutes } from './checks.ts'
import { clockRoutes } from './clock.ts'
import { clusterRoutes } from './cluster.ts'
import { dnsRoutes } from './dns.ts'
import { faultRoutes } from './faults.ts'
import { admits } from './guard.ts'
import { journalRoutes } from './journal.ts'
import { openApiDocument } from './openapi.ts'
import { toRoute, type TestingRoute } from './operation.ts'
import { sessionRoutes } from './sessions.ts'
import { stateRoutes } from './state.ts'

/** Everything that the test bench does over HTTP, with its description. */
export function testingOperations(control: Control): readonly TestingRoute[] {
  return [
    clockRoutes,
    stateRoutes,
    faultRoutes,
    journalRoutes,
    blockedRoutes,
    clusterRoutes,
    checkRoutes,
    sessionRoutes,
    dnsRoutes,
  ].flatMap(routes => routes(control))
}

/** The same for the router, and the document that describes it. */
function testingRoutes(control: Control): readonly Route[] {
  const operations = testingOperations(control)
  let document: Buffer | undefined
  const written = (): Buffer => (document ??= Buffer.from(toJson(openApiDocument(operations), true)))
  return [...operations.map(toRoute), route(`${PREFIX}openapi.json`, { GET: action(() => ({ bytes: written() })) })]
}

/** The test bench beside Consul's API. */
export function controlApp(control: Control): MountedApp {
  return { prefix: PREFIX, routes: () => testingRoutes(control), admits }
}
