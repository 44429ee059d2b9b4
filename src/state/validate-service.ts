import { multierror } from '../go/multierror.ts'
import { isObject } from '../lib/equal.ts'
import type { NewService } from './service.ts'
import { quoteGo } from '../go/quote.ts'

const GATEWAYS: ReadonlySet<string> = new Set(['mesh-gateway', 'terminating-gateway', 'ingress-gateway', 'api-gateway'])
const NEEDS_PORT: ReadonlySet<string> = new Set(['mesh-gateway', 'terminating-gateway'])
/** What only a proxy of one service can say, in the order in which Consul looks. */
const OF_SIDECARS = [
  'DestinationServiceName',
  'DestinationServiceID',
  'LocalServiceAddress',
  'LocalServicePort',
  'LocalServiceSocketPath',
] as const
const UPSTREAM_TYPES: ReadonlySet<string> = new Set(['', 'service', 'prepared_query'])

export const NO_PROXY_PORT = 'Port or SocketPath must be set for a connect-proxy'

/** What is wrong with a service of the mesh, in Consul's text. `sidecar`: what is wrong with the one that its definition brings along. */
export function serviceProblems(service: NewService, sidecar?: readonly string[]): readonly string[] {
  return [
    ...placeProblems(service),
    ...kindProblems(service, sidecar !== undefined),
    ...(sidecar ?? []),
    ...nativeProblems(service),
  ]
}

export const ZONE_WITHOUT_REGION = 'zone cannot be set without region'

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]'])

/** The first thing for which the catalog refuses an instance. `givenId`: its ID before its name stood in for it. */
export function instanceProblem(service: NewService, givenId = ''): string | undefined {
  const problems = serviceProblems(service)
  if (problems.length > 0) return multierror(problems)
  if (service.Service === '') {
    return `Must provide service name (Service.Service)${givenId === '' ? '' : ' when service ID is provided'}`
  }
  return ANY_ADDRESS.has(service.Address) ? 'Invalid service address' : undefined
}

function placeProblems({ Locality }: NewService): readonly string[] {
  return Locality?.Zone && !Locality.Region ? [ZONE_WITHOUT_REGION] : []
}

function kindProblems(service: NewService, withSidecar: boolean): readonly string[] {
  if (service.Kind === 'connect-proxy') return proxyProblems(service)
  return GATEWAYS.has(service.Kind) ? gatewayProblems(service, withSidecar) : []
}

function nativeProblems({ Connect, Port, SocketPath }: NewService): readonly string[] {
  if (Connect['Native'] !== true || Port !== 0 || SocketPath !== '') return []
  return ['Port or SocketPath must be set for a Connect native service.']
}

function gatewayProblems({ Kind, Port, Proxy }: NewService, withSidecar: boolean): readonly string[] {
  const problems: string[] = []
  if (NEEDS_PORT.has(Kind) && Port === 0) problems.push(`Port must be non-zero for a ${Kind}`)
  if (withSidecar) problems.push(`A ${Kind} cannot have a sidecar service defined`)
  for (const name of [...OF_SIDECARS, 'Upstreams']) {
    const value = Proxy[name]
    if (Array.isArray(value) ? value.length > 0 : Boolean(value)) {
      problems.push(`The Proxy.${name} configuration is invalid for a ${Kind}`)
    }
  }
  return problems
}

function proxyProblems({ Port, SocketPath, Proxy, Connect }: NewService): readonly string[] {
  const problems: string[] = []
  const destination = Proxy.DestinationServiceName ?? ''
  if (Port === 0 && SocketPath === '') problems.push(NO_PROXY_PORT)
  if (destination === '') problems.push('Proxy.DestinationServiceName must be non-empty for Connect proxy services')
  if (destination === '*') {
    problems.push('Proxy.DestinationServiceName must not be a wildcard for Connect proxy services')
  }
  if (Connect['Native'] === true) problems.push('A Proxy cannot also be Connect Native, only typical services')
  const { Upstreams, Expose } = Proxy
  return [...problems, ...upstreamProblems(structsOf(Upstreams)), ...pathProblems(Expose)]
}

const structsOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

const PATH_PROTOCOLS: ReadonlySet<string> = new Set(['', 'http', 'http2'])
const LAST_PORT = 65535

/** What is wrong with the paths that a proxy exposes outside the mesh. */
function pathProblems(expose: unknown): readonly string[] {
  const ports = new Set<number>()
  return structsOf(isObject(expose) ? expose['Paths'] : []).flatMap(given => {
    const path = text(given['Path'])
    const port = Number(given['ListenerPort'] ?? 0)
    const protocol = text(given['Protocol'])
    const problems: string[] = []
    if (path === '') problems.push('expose.paths: empty path exposed')
    if (ports.has(port)) problems.push('expose.paths: duplicate listener ports exposed')
    ports.add(port)
    if (port <= 0 || port > LAST_PORT) problems.push(`expose.paths: invalid listener port: ${port}`)
    if (!PATH_PROTOCOLS.has(protocol.toLowerCase())) {
      problems.push(`protocol '${protocol.toLowerCase()}' not supported for path: ${path}, must be in: [http http2]`)
    }
    return problems
  })
}

function upstreamProblems(upstreams: readonly Record<string, unknown>[]): readonly string[] {
  const names = new Set<string>()
  const binds = new Set<string>()
  return upstreams.flatMap(upstream => {
    const problem = upstreamProblem(upstream)
    if (problem !== undefined) return [problem]
    const [bind, name] = [bindOf(upstream), nameOf(upstream)]
    if (names.has(name)) return [`upstreams cannot contain duplicates of ${name}`]
    if (bind !== undefined && binds.has(bind)) {
      const what = 'upstreams cannot contain duplicates by local bind address and port or unix path'
      return [`${what}; ${quoteGo(bind)} is specified twice`]
    }
    if (bind !== undefined) binds.add(bind)
    names.add(name)
    return []
  })
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The first thing that is wrong with it. */
function upstreamProblem(upstream: Record<string, unknown>): string | undefined {
  const type = text(upstream['DestinationType'])
  const name = text(upstream['DestinationName'])
  const peer = text(upstream['DestinationPeer'])
  const datacenter = text(upstream['Datacenter'])
  const partition = text(upstream['DestinationPartition'])
  const hasPort = Boolean(upstream['LocalBindPort'])
  const hasPath = Boolean(upstream['LocalBindSocketPath'])
  if (peer !== '' && partition !== '' && partition !== 'default') {
    return 'upstreams must target peers in the same partition as the service'
  }
  if (peer === '' && partition !== '' && datacenter !== '') {
    return 'upstreams cannot target another datacenter in non default partition'
  }
  if (!UPSTREAM_TYPES.has(type)) return `unknown upstream destination type: ${quoteGo(type)}`
  if (name === '') return 'upstream destination name cannot be empty'
  const isCentral = isCentrallyConfigured(upstream)
  if (name === '*' && !isCentral) return 'upstream destination name cannot be a wildcard'
  if (peer !== '' && datacenter !== '') return 'upstream cannot specify both destination peer and datacenter'
  if (isCentral) return undefined
  if (!hasPort && !hasPath) return 'upstream local bind port or local socket path must be defined and nonzero'
  if (hasPort && hasPath) return 'only one of upstream local bind port or local socket path can be defined and nonzero'
  return undefined
}

/** What config entries alone know of is not bound to anything. */
const isCentrallyConfigured = (upstream: Record<string, unknown>): boolean => upstream['CentrallyConfigured'] === true

function bindOf(upstream: Record<string, unknown>): string | undefined {
  const path = text(upstream['LocalBindSocketPath'])
  if (path === '' && isCentrallyConfigured(upstream) && !upstream['LocalBindPort']) return undefined
  return path !== ''
    ? path
    : `${text(upstream['LocalBindAddress']) || '127.0.0.1'}:${String(upstream['LocalBindPort'])}`
}

function nameOf(upstream: Record<string, unknown>): string {
  const parts: Readonly<Record<string, string>> = {
    type: text(upstream['DestinationType']),
    name: text(upstream['DestinationName']),
    partition: text(upstream['DestinationPartition']),
    namespace: text(upstream['DestinationNamespace']),
    peer: text(upstream['DestinationPeer']),
    datacenter: text(upstream['Datacenter']),
  }
  return `[${Object.entries(parts)
    .map(([name, value]) => `${name}=${quoteGo(value)}`)
    .join(', ')}]`
}
