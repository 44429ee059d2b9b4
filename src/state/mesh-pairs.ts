import type { MeshPair, Service } from '../model/rows.ts'
import { keyOf, schema } from './schema.ts'
import type { Data } from './view.ts'

interface Upstream {
  readonly DestinationName?: string
  readonly DestinationType?: string
}

/** The services that a proxy names; prepared queries are none. */
const namedBy = ({ Proxy }: Service): readonly string[] =>
  (Array.isArray(Proxy['Upstreams']) ? (Proxy['Upstreams'] as readonly Upstream[]) : [])
    .filter(({ DestinationType = '' }) => DestinationType === '' || DestinationType === 'service')
    .map(({ DestinationName = '' }) => DestinationName)

/** The pairs that an instance names. */
export function pairsOf(service: Service | undefined): readonly MeshPair[] {
  if (service?.Kind !== 'connect-proxy') return []
  const { DestinationServiceName: Downstream = '' } = service.Proxy
  const NamedBy = keyOf(service.Node, service.ID)
  return namedBy(service).map(Upstream => ({ Upstream, Downstream, NamedBy }))
}

/** Gives a state that holds no such rows those of the instances that it has. */
export function addMissingPairs({ tables }: Data): void {
  if (tables.meshPairs.size > 0) return
  for (const service of tables.services.scan('')) {
    for (const pair of pairsOf(service)) tables.meshPairs.replace(schema.meshPairs.key(pair), Object.freeze(pair))
  }
}
