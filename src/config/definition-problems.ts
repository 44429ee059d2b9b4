import type { ServiceDefinitionBody } from '../api/schemas/service-definition.ts'
import { quoteGo } from '../go/quote.ts'
import { metaProblem } from '../model/metadata.ts'
import { weightsProblem } from '../model/weights.ts'

type Proxy = NonNullable<ServiceDefinitionBody['Proxy']>

/** What is wrong with a service of a configuration, as Consul finds it while it reads the files, and in its order. */
export function definitionProblems(service: ServiceDefinitionBody): string[] {
  const { Proxy, Connect } = service
  const sidecar = Connect?.SidecarService
  return [
    ...ownProblems(service),
    ...(Proxy ? proxyProblems(Proxy) : []),
    ...(sidecar ? [...ownProblems(sidecar), ...(sidecar.Proxy ? proxyProblems(sidecar.Proxy) : [])] : []),
    ...(sidecar?.ID ? ["sidecar_service can't specify an ID"] : []),
    ...(sidecar?.Connect?.SidecarService === undefined ? [] : ["sidecar_service can't have a nested sidecar_service"]),
  ]
}

type Service = Omit<ServiceDefinitionBody, 'Connect'>

function ownProblems({ Name = '', Meta, Weights, SocketPath = '', Port = 0, Address = '' }: Service): string[] {
  const problems: string[] = []
  const meta = metaProblem(Meta ?? null)
  if (meta !== undefined) problems.push(`invalid meta for service ${Name}: ${meta}`)
  const weights = Weights && weightsProblem({ Passing: Weights.Passing ?? 0, Warning: Weights.Warning ?? 0 })
  if (weights !== undefined) problems.push(`Invalid weight definition for service ${Name}: ${weights}`)
  if (SocketPath !== '' && (Port !== 0 || Address !== '')) {
    problems.push(`service ${Name} cannot have both socket path ${SocketPath} and address/port`)
  }
  return problems
}

const GATEWAY_MODES: ReadonlySet<string> = new Set(['', 'none', 'local', 'remote'])
const PROXY_MODES: ReadonlySet<string> = new Set(['', 'transparent', 'direct'])

function proxyProblems({ Upstreams = [], MeshGateway, Mode = '' }: Proxy): string[] {
  const problems = [...Upstreams.map(upstream => upstream.MeshGateway), MeshGateway].flatMap(gateway => {
    const mode = gateway?.Mode ?? ''
    return GATEWAY_MODES.has(mode) ? [] : [`Invalid Mesh Gateway Mode: ${quoteGo(mode)}`]
  })
  return PROXY_MODES.has(Mode) ? problems : [...problems, `Invalid Proxy Mode: ${quoteGo(Mode)}`]
}
