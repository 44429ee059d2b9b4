import { quoteGo } from '../../go/quote.ts'
import type { EnvoyExtensions } from './common.ts'
import { awsLambda } from './envoy-extensions/aws-lambda.ts'
import { extAuthz } from './envoy-extensions/ext-authz.ts'
import type { Extension } from './envoy-extensions/extension.ts'
import { lua } from './envoy-extensions/lua.ts'
import { otelAccessLogging } from './envoy-extensions/otel-access-logging.ts'
import { propertyOverride } from './envoy-extensions/property-override.ts'
import { constraintsProblem } from './envoy-extensions/version-constraints.ts'
import { wasm } from './envoy-extensions/wasm.ts'

const BUILT_IN: Readonly<Record<string, Extension>> = {
  'builtin/aws/lambda': awsLambda,
  'builtin/ext-authz': extAuthz,
  'builtin/lua': lua,
  'builtin/otel-access-logging': otelAccessLogging,
  'builtin/property-override': propertyOverride,
  'builtin/wasm': wasm,
}

export function envoyExtensionProblems(extensions: EnvoyExtensions): readonly string[] {
  return (extensions ?? []).flatMap(({ Name, Arguments, EnvoyVersion, ConsulVersion }, i) => {
    if (Name === '') return [`invalid EnvoyExtensions[${i}]: Name is required`]
    for (const [field, version] of Object.entries({ EnvoyVersion, ConsulVersion })) {
      const problem = version === '' ? undefined : constraintsProblem(version)
      if (problem !== undefined) return [`invalid EnvoyExtensions[${i}].${field}: ${problem}`]
    }
    const where = `invalid EnvoyExtensions[${i}][${Name}]`
    const extension = Object.hasOwn(BUILT_IN, Name) ? BUILT_IN[Name] : undefined
    if (!extension) return [`${where}: name ${quoteGo(Name)} is not a built-in extension`]
    const problem = extension(Arguments ?? {})
    return problem === undefined ? [] : [`${where}: ${problem}`]
  })
}
