import { quoteGo } from '../../go/quote.ts'
import type { EnvoyExtensions } from './common.ts'
import { awsLambda } from './envoy-extensions/aws-lambda.ts'
import { extAuthz } from './envoy-extensions/ext-authz.ts'
import type { Extension } from './envoy-extensions/extension.ts'
import { lua } from './envoy-extensions/lua.ts'
import { otelAccessLogging } from './envoy-extensions/otel-access-logging.ts'
import { propertyOverride } from './envoy-extensions/property-override.ts'
import { wasm } from './envoy-extensions/wasm.ts'

const BUILT_IN: Readonly<Record<string, Extension>> = {
  'builtin/aws/lambda': awsLambda,
  'builtin/ext-authz': extAuthz,
  'builtin/lua': lua,
  'builtin/otel-access-logging': otelAccessLogging,
  'builtin/property-override': propertyOverride,
  'builtin/wasm': wasm,
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
    const where = `invalid EnvoyExtensions[${i}][${Name}]`
    const extension = Object.hasOwn(BUILT_IN, Name) ? BUILT_IN[Name] : undefined
    if (!extension) return [`${where}: name ${quoteGo(Name)} is not a built-in extension`]
    const problem = extension(Arguments ?? {})
    return problem === undefined ? [] : [`${where}: ${problem}`]
  })
}
