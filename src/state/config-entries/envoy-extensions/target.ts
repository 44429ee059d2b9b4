import { camelStruct, list, pointer } from '../../../go/mapstructure/containers.ts'
import { string } from '../../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../../go/mapstructure/type.ts'
import { quoteGo } from '../../../go/quote.ts'
import { ParseError, parseInteger } from '../../../go/strconv.ts'
import { durationProblem, serviceName } from './extension.ts'

/** What a proxy calls: a service of the mesh, or an address of the proxy's own machine. */
export const target = camelStruct({ Service: serviceName, URI: string, Timeout: string })
type Target = ValueOf<typeof target>

export const grpcService = camelStruct({
  Target: pointer(target),
  Authority: string,
  InitialMetadata: list(pointer(camelStruct({ Key: string, Value: string }))),
})

export const grpcServiceProblems = ({ Target }: ValueOf<typeof grpcService>): readonly string[] =>
  Target ? targetProblems(Target) : ['GrpcService.Target must be set']

export function targetProblems({ Service, URI, Timeout }: Target): readonly string[] {
  const found: string[] = []
  if ((Service.Name === '') === (URI === '')) found.push('exactly one of Target.Service or Target.URI must be set')
  const uri = URI === '' ? undefined : uriProblem(URI)
  if (uri !== undefined) found.push(uri)
  const timeout = durationProblem(Timeout)
  if (timeout !== undefined) {
    found.push(`failed to parse Target.Timeout ${quoteGo(Timeout)} as a duration: ${timeout}`)
  }
  return found
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '::1'])

/** A scheme is not looked at; the port is any whole number behind the last colon. */
function uriProblem(uri: string): string | undefined {
  const scheme = uri.indexOf('://')
  const address = scheme < 0 ? uri : uri.slice(scheme + 3)
  const colon = address.lastIndexOf(':')
  if (colon < 0 || !isPort(address.slice(colon + 1))) {
    return `invalid format for Target.URI ${quoteGo(uri)}: expected host:port`
  }
  if (LOCAL_HOSTS.has(address.slice(0, colon))) return undefined
  return `invalid host for Target.URI ${quoteGo(uri)}: expected "localhost", "127.0.0.1", or "::1"`
}

function isPort(text: string): boolean {
  try {
    parseInteger(text)
    return true
  } catch (err) {
    if (err instanceof ParseError) return false
    throw err
  }
}
