import { MapstructureError } from '../../go/mapstructure/decode.ts'
import { decodeArguments } from './extension-arguments.ts'
import { multierror } from '../../go/multierror.ts'
import type { EnvoyExtensions } from './common.ts'

type Arguments = Readonly<Record<string, unknown>>
type Check = (args: Arguments) => readonly string[]

const given = (args: Arguments, name: string): string => (typeof args[name] === 'string' ? args[name] : '')
const missing = (args: Arguments, name: string): boolean => args[name] === undefined || args[name] === null

/** What the built-in extensions demand of their arguments. They change what proxies do, of which there are none here. */
const BUILT_IN: Readonly<Record<string, Check>> = {
  'builtin/aws/lambda': args => (given(args, 'ARN') === '' ? ['ARN is required'] : []),
  'builtin/ext-authz': args =>
    missing(args, 'Config') ? ['exactly one of GrpcService or HttpService must be set'] : [],
  'builtin/lua': args => [
    ...(given(args, 'Script') === '' ? ['missing Script value'] : []),
    ...(['', 'connect-proxy', 'api-gateway'].includes(given(args, 'ProxyType'))
      ? []
      : [`unexpected ProxyType ${JSON.stringify(given(args, 'ProxyType'))}`]),
    ...(['inbound', 'outbound'].includes(given(args, 'Listener'))
      ? []
      : [`unexpected Listener ${JSON.stringify(given(args, 'Listener'))}`]),
  ],
  'builtin/otel-access-logging': args => (missing(args, 'Config') ? ['missing GrpcService'] : []),
  'builtin/property-override': () => [],
  'builtin/wasm': () => [],
}

/** A version that may be compared with, as the public library hashicorp/go-version reads it. */
const CONSTRAINT =
  /^\s*(?:=|!=|>|<|>=|<=|~>)?\s*v?\d+(?:\.\d+)*(?:-\d+[\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*|-?[A-Za-z~-]+[\dA-Za-z~-]*(?:\.[\dA-Za-z~-]+)*)?(?:\+[\dA-Za-z~-]+(?:\.[\dA-Za-z~-]+)*)?\s*$/

/** The first of some constraints, apart by commas, that is none. */
const malformedConstraint = (constraints: string): string | undefined =>
  constraints.split(',').find(constraint => !CONSTRAINT.test(constraint))

export function envoyExtensionProblems(extensions: EnvoyExtensions): readonly string[] {
  return (extensions ?? []).flatMap(({ Name, Arguments, EnvoyVersion, ConsulVersion }, i) => {
    if (Name === '') return [`invalid EnvoyExtensions[${i}]: Name is required`]
    for (const [field, version] of Object.entries({ EnvoyVersion, ConsulVersion })) {
      const malformed = version === '' ? undefined : malformedConstraint(version)
      if (malformed !== undefined) return [`invalid EnvoyExtensions[${i}].${field}: Malformed constraint: ${malformed}`]
    }
    const check = Object.hasOwn(BUILT_IN, Name) ? BUILT_IN[Name] : undefined
    const where = `invalid EnvoyExtensions[${i}][${Name}]`
    if (!check) return [`${where}: name ${JSON.stringify(Name)} is not a built-in extension`]
    if (Name === 'builtin/property-override' && missing(Arguments ?? {}, 'Patches')) {
      return [`${where}: at least one patch is required`]
    }
    try {
      const problems = check(decodeArguments(Name, Arguments ?? {}))
      return problems.length > 0 ? [`${where}: ${multierror(problems)}`] : []
    } catch (err) {
      if (!(err instanceof MapstructureError)) throw err
      return [`${where}: error decoding extension arguments: ${err.message}`]
    }
  })
}
