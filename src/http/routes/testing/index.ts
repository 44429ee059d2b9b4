import type { TestBench } from '../../../testing/bench.ts'
import { toJson } from '../../../lib/json.ts'
import { PREFIX } from '../../../testing/prefix.ts'
import type { Aside } from '../../aside.ts'
import { action, type Route, route } from '../../route.ts'
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
export function testingOperations(bench: TestBench): readonly TestingRoute[] {
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
  ].flatMap(routes => routes(bench))
}

/** The same for the router, and the document that describes it. */
function testingRoutes(bench: TestBench): readonly Route[] {
  const operations = testingOperations(bench)
  let document: Buffer | undefined
  const written = (): Buffer => (document ??= Buffer.from(toJson(openApiDocument(operations), true)))
  return [...operations.map(toRoute), route(`${PREFIX}openapi.json`, { GET: action(() => ({ bytes: written() })) })]
}

/** The test bench beside Consul's API. */
export function testingAside(bench: TestBench): Aside {
  return { prefix: PREFIX, routes: () => testingRoutes(bench), admits }
}
