import { MapstructureError } from '../../go/mapstructure/decode.ts'
import { goTypeOf } from '../../go/mapstructure/type.ts'
import { showGo } from '../../go/show.ts'

type Arguments = Readonly<Record<string, unknown>>

/** Arguments that have a type of their own, which nothing else is turned into. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, 'string' | 'bool'>>>> = {
  'builtin/aws/lambda': { ARN: 'string', InvocationMode: 'string', PayloadPassthrough: 'bool' },
  'builtin/lua': { ProxyType: 'string', Listener: 'string', Script: 'string' },
}

/** The arguments of an extension by the names of their fields, whose case does not count. Throws MapstructureError. */
export function decodeArguments(extension: string, given: Arguments): Arguments {
  const fields = FIELDS[extension]
  if (!fields) return given
  const decoded: Record<string, unknown> = {}
  const errors: string[] = []
  for (const [name, type] of Object.entries(fields)) {
    const key = Object.hasOwn(given, name)
      ? name
      : Object.keys(given).find(key => key.toLowerCase() === name.toLowerCase())
    const value = key === undefined ? null : given[key]
    const one = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value
    if (one === null) continue
    if (goTypeOf(one) === type) decoded[name] = one
    else
      errors.push(
        `'${name}' expected type '${type}', got unconvertible type '${goTypeOf(one)}', value: '${showGo(one)}'`,
      )
  }
  if (errors.length > 0) throw new MapstructureError(errors)
  return decoded
}
