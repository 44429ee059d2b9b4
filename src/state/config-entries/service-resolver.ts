import { list, map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { bool, duration, durationText, string, uint32, uint64 } from '../../go/mapstructure/scalars.ts'
import { omit, onlyCamel, type ValueOf } from '../../go/mapstructure/type.ts'
import { failoverPolicy, prioritizeByLocality } from './common.ts'
import { entryType, inOrder } from './kind.ts'

const where = { Service: omit(string), ServiceSubset: omit(string), Namespace: omit(string) }

const resolverSubset = struct({ Filter: omit(string), OnlyPassing: omit(bool) })

const redirect = struct({
  ...where,
  Partition: omit(string),
  Datacenter: omit(string),
  Peer: omit(string),
  SamenessGroup: onlyCamel(omit(string)),
})

export const failoverTarget = struct({
  Service: omit(string),
  ServiceSubset: omit(string),
  Partition: omit(string),
  Namespace: omit(string),
  Datacenter: omit(string),
  Peer: omit(string),
})

const failover = struct({
  ...where,
  Datacenters: omit(list(string)),
  Targets: omit(list(failoverTarget)),
  Policy: omit(pointer(failoverPolicy)),
  SamenessGroup: onlyCamel(omit(string)),
})

export const loadBalancer = struct({
  Policy: omit(string),
  RingHashConfig: omit(pointer(struct({ MinimumRingSize: omit(uint64), MaximumRingSize: omit(uint64) }))),
  LeastRequestConfig: omit(pointer(struct({ ChoiceCount: omit(uint32) }))),
  HashPolicies: omit(
    list(
      struct({
        Field: omit(string),
        FieldValue: omit(string),
        CookieConfig: omit(pointer(struct({ Session: omit(bool), TTL: omit(duration), Path: omit(string) }))),
        SourceIP: omit(bool),
        Terminal: omit(bool),
      }),
    ),
  ),
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/service-resolver */
export const resolverType = inOrder(
  entryType({
    ConnectTimeout: omit(durationText),
    RequestTimeout: omit(durationText),
    DefaultSubset: omit(string),
    Subsets: omit(map(resolverSubset)),
    Redirect: omit(pointer(redirect)),
    Failover: omit(map(failover)),
    LoadBalancer: omit(pointer(loadBalancer)),
    PrioritizeByLocality: omit(pointer(prioritizeByLocality)),
  }),
  { first: ['ConnectTimeout', 'RequestTimeout'] },
)
export type ServiceResolver = ValueOf<typeof resolverType>
export type ResolverRedirect = ValueOf<typeof redirect>
export type ResolverFailover = ValueOf<typeof failover>
export type FailoverTarget = ValueOf<typeof failoverTarget>
export type ResolverSubset = ValueOf<typeof resolverSubset>
export type LoadBalancer = ValueOf<typeof loadBalancer>
