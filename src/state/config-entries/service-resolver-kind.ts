import { FilterError } from '../../go/bexpr/error.ts'
import { CREATE_PREFIX, parse } from '../../go/bexpr/parse.ts'
import { formatDuration } from '../../go/duration.ts'
import type { Sliceable } from '../../lib/slices.ts'
import { defineKind, OF_SERVICE, refuseEntry, requireName } from './kind.ts'
import { checkMeta } from './problems.ts'
import { checkLocality } from './proxy-defaults.ts'
import {
  type FailoverTarget,
  type LoadBalancer,
  type ResolverFailover,
  type ResolverRedirect,
  resolverType,
  type ServiceResolver,
} from './service-resolver.ts'
import { quoteGo } from '../../go/quote.ts'

export const serviceResolver = defineKind<ServiceResolver>({
  kind: 'service-resolver',
  type: resolverType,
  access: OF_SERVICE,
  *validate(entry) {
    requireName(entry)
    checkMeta(entry)
    yield* checkSubsets(entry)
    checkLocality(entry.PrioritizeByLocality)
    if (entry.Redirect) checkRedirect(entry, entry.Redirect)
    for (const [subset, failover] of sortedEntries(entry.Failover)) checkFailover(entry, subset, failover)
    checkTimeout('ConnectTimeout', entry.ConnectTimeout)
    checkTimeout('RequestTimeout', entry.RequestTimeout)
    if (entry.LoadBalancer) checkLoadBalancer(entry.LoadBalancer)
  },
})

const sortedEntries = <T>(members: Readonly<Record<string, T>> | null): [string, T][] =>
  Object.entries(members ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))

const hasSubset = ({ Subsets }: ServiceResolver, name: string): boolean =>
  Subsets !== null && Object.hasOwn(Subsets, name)

const SUBSET_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function* checkSubsets(entry: ServiceResolver): Sliceable<void> {
  for (const [name, { Filter }] of sortedEntries(entry.Subsets)) {
    if (name === '') refuseEntry('Subset defined with empty name')
    if (!SUBSET_NAME.test(name)) {
      const rule =
        "must be 63 characters or fewer, begin or end with lower case alphanumeric characters, and contain lower case alphanumeric characters or '-' in between"
      refuseEntry(`Subset ${quoteGo(name)} is invalid: ${rule}`)
    }
    if (Filter === '') continue
    checkFilter(name, Filter)
    yield
  }
  const { DefaultSubset } = entry
  if (DefaultSubset !== '' && !hasSubset(entry, DefaultSubset)) {
    refuseEntry(`DefaultSubset ${quoteGo(DefaultSubset)} is not a valid subset`)
  }
}

/** Its syntax alone is looked at. */
function checkFilter(subset: string, filter: string): void {
  try {
    parse(filter)
  } catch (err) {
    if (!(err instanceof FilterError)) throw err
    const why = err.message.slice(CREATE_PREFIX.length)
    refuseEntry(`Filter for subset ${quoteGo(subset)} is not a valid expression: ${why}`)
  }
}

type Enterprise = Readonly<Partial<Record<'Partition' | 'Namespace' | 'SamenessGroup', string>>>

function checkEnterprise(where: string, given: Enterprise): void {
  for (const name of ['Partition', 'Namespace', 'SamenessGroup'] as const) {
    if ((given[name] ?? '') !== '') refuseEntry(`${where}: Setting ${name} requires Consul Enterprise`)
  }
}

function checkRedirect(entry: ServiceResolver, redirect: ResolverRedirect): void {
  const { Service, ServiceSubset, Datacenter, Peer } = redirect
  checkEnterprise('Redirect', redirect)
  if (Object.keys(entry.Failover ?? {}).length > 0) refuseEntry('Redirect and Failover cannot both be set')
  if (Object.values(redirect).every(value => value === '')) refuseEntry('Redirect is empty')
  if (Peer !== '' && ServiceSubset !== '') refuseEntry('Redirect.Peer cannot be set with Redirect.ServiceSubset')
  if (Peer !== '' && Datacenter !== '') refuseEntry('Redirect.Peer cannot be set with Redirect.Datacenter')
  if (Service === '' && ServiceSubset !== '') refuseEntry('Redirect.ServiceSubset defined without Redirect.Service')
  if (Service === '' && Peer !== '') refuseEntry('Redirect.Peer defined without Redirect.Service')
  if (ServiceSubset !== '' && Service === entry.Name && !hasSubset(entry, ServiceSubset)) {
    refuseEntry(`Redirect.ServiceSubset ${quoteGo(ServiceSubset)} is not a valid subset of ${quoteGo(Service)}`)
  }
}

function checkFailover(entry: ServiceResolver, subset: string, failover: ResolverFailover): void {
  const where = `Bad Failover[${quoteGo(subset)}]`
  const fail = (why: string): never => refuseEntry(`${where}: ${why}`)
  checkEnterprise(where, failover)
  if (subset !== '*' && !hasSubset(entry, subset)) fail('not a valid subset subset')
  const { Service, ServiceSubset, Datacenters, Targets } = failover
  if (Service === '' && ServiceSubset === '' && !Datacenters?.length && !Targets?.length) {
    fail('one of Service, ServiceSubset, Namespace, Targets, SamenessGroup, or Datacenters is required')
  }
  if ((failover.Policy?.Mode ?? '') !== '') fail('Setting failover policies requires Consul Enterprise')
  if (ServiceSubset !== '' && (Service === '' || Service === entry.Name) && !hasSubset(entry, ServiceSubset)) {
    fail(`ServiceSubset ${quoteGo(ServiceSubset)} is not a valid subset of ${quoteGo(Service)}`)
  }
  for (const [name, isSet] of [
    ['Service', Service !== ''],
    ['ServiceSubset', ServiceSubset !== ''],
    ['Datacenters', (Datacenters ?? []).length > 0],
  ] as const) {
    if (isSet && Targets?.length) fail(`Targets cannot be set with ${name}`)
  }
  if (Datacenters?.includes('') === true) refuseEntry(`${where}.Datacenters: found empty datacenter`)
  for (const [i, target] of (Targets ?? []).entries()) checkTarget(entry, target, `${where}.Targets[${i}]`)
}

function checkTarget(entry: ServiceResolver, target: FailoverTarget, where: string): void {
  const { Service, ServiceSubset, Datacenter, Peer } = target
  checkEnterprise(where, target)
  if (Peer !== '' && ServiceSubset !== '') refuseEntry(`${where}: Peer cannot be set with ServiceSubset`)
  if (Peer !== '' && Datacenter !== '') refuseEntry(`${where}: Peer cannot be set with Datacenter`)
  const name = Service || entry.Name
  if (ServiceSubset !== '' && name === entry.Name && !hasSubset(entry, ServiceSubset)) {
    refuseEntry(`${where}: ServiceSubset ${quoteGo(ServiceSubset)} is not a valid subset of ${quoteGo(name)}`)
  }
}

function checkTimeout(name: string, ns: number): void {
  if (ns < 0) refuseEntry(`Bad ${name} '${formatDuration(ns)}', must be >= 0`)
}

const POLICIES: ReadonlySet<string> = new Set(['', 'random', 'round_robin', 'least_request', 'ring_hash', 'maglev'])
const HASHING: ReadonlySet<string> = new Set(['ring_hash', 'maglev'])
const HASHED: ReadonlySet<string> = new Set(['header', 'cookie', 'query_parameter'])

function checkLoadBalancer({ Policy, RingHashConfig, LeastRequestConfig, HashPolicies }: LoadBalancer): void {
  const policy = quoteGo(Policy)
  if (!POLICIES.has(Policy)) refuseEntry(`Bad LoadBalancer policy: ${policy} is not supported`)
  for (const [name, config, of] of [
    ['RingHashConfig', RingHashConfig, 'ring_hash'],
    ['LeastRequestConfig', LeastRequestConfig, 'least_request'],
  ] as const) {
    if (config !== null && Policy !== of) {
      refuseEntry(`Bad LoadBalancer configuration. ${name} specified for incompatible load balancing policy ${policy}`)
    }
  }
  const policies = HashPolicies ?? []
  if (policies.length > 0 && !HASHING.has(Policy)) {
    refuseEntry(`Bad LoadBalancer configuration: HashPolicies specified for non-hash-based Policy: ${policy}`)
  }
  for (const [i, { Field, FieldValue, CookieConfig, SourceIP }] of policies.entries()) {
    const fail = (why: string): never => refuseEntry(`Bad LoadBalancer HashPolicy[${i}]: ${why}`)
    const field = quoteGo(Field)
    if (Field !== '' && !HASHED.has(Field)) fail(`${field} is not a supported field`)
    if (SourceIP && Field !== '') fail(`A single hash policy cannot hash both a source address and a ${field}`)
    if (SourceIP && FieldValue !== '') fail('A FieldValue cannot be specified when hashing SourceIP')
    if (Field !== '' && FieldValue === '') fail(`Field ${field} was specified without a FieldValue`)
    if (FieldValue !== '' && Field === '') fail('FieldValue requires a Field to apply to')
    if (!CookieConfig) continue
    if (Field !== 'cookie') fail(`cookie_config provided for ${field}`)
    if (CookieConfig.Session && CookieConfig.TTL !== 0) fail('a session cookie cannot have an associated TTL')
  }
}
