import { goTypeOf, kindOf } from '../go/mapstructure/type.ts'
import { showGo } from '../go/show.ts'
import { isObject } from '../lib/equal.ts'

/** What `http_handler_config` may hold, each with its Go type; other keys are not looked at. */
const FIELDS = {
  path: 'string',
  method: 'string',
  timeout: 'string',
  header: 'map[string][]string',
  tls_skip_verify: 'bool',
} as const

/** A configuration of an HTTP handler as it was given, which fits its Go types. */
export interface HttpHandlerConfig {
  readonly path?: string
  readonly method?: string
  readonly timeout?: string
  readonly header?: Readonly<Record<string, readonly string[]>>
  readonly tls_skip_verify?: boolean
}

/** Reads it strictly, as the official client does: nothing becomes a text or a list that was not one. `fail` gets what does not fit. */
export function readHttpHandlerConfig(given: unknown, fail: (why: string) => never): HttpHandlerConfig {
  if (!isObject(given)) return {}
  const problems = Object.entries(FIELDS).flatMap(([name, type]) => {
    const value = given[name]
    if (value === undefined || value === null) return []
    return type === 'map[string][]string' ? headerProblems(value) : scalarProblems(name, type, value)
  })
  if (problems.length > 0) {
    const lines = problems.sort().map(problem => `* ${problem}`)
    fail(`${lines.length} error(s) decoding:\n\n${lines.join('\n')}`)
  }
  return given
}

function scalarProblems(path: string, type: 'string' | 'bool', value: unknown): string[] {
  if (goTypeOf(value) === type) return []
  return [`'${path}' expected type '${type}', got unconvertible type '${goTypeOf(value)}', value: '${showGo(value)}'`]
}

function headerProblems(given: unknown): string[] {
  if (!isObject(given)) return [`'header' expected a map, got '${kindOf(given)}'`]
  return Object.entries(given).flatMap(([name, values]) => {
    if (values === null) return []
    const path = `header[${name}]`
    if (!Array.isArray(values)) {
      return [`'${path}': source data must be an array or slice, got ${kindOf(values)}`]
    }
    return values.flatMap((value, i) => scalarProblems(`${path}[${i}]`, 'string', value))
  })
}
