import { goTypeOf } from '../../../go/mapstructure/type.ts'
import { isObject } from '../../../lib/equal.ts'
import { type EnvoyField, fieldsOf } from './envoy-messages.ts'

/** What a patch can be for. */
export const RESOURCES: ReadonlyMap<string, string> = new Map([
  ['cluster', 'envoy.config.cluster.v3.Cluster'],
  ['cluster-load-assignment', 'envoy.config.endpoint.v3.ClusterLoadAssignment'],
  ['route', 'envoy.config.route.v3.RouteConfiguration'],
  ['listener', 'envoy.config.listener.v3.Listener'],
])

/** The field that a path leads to, or what is wrong with the path. */
type Found = { readonly field: EnvoyField } | { readonly problem: string }

/** The field of a message that a path such as `/outlier_detection/interval` leads to. `names` writes which fields there are. */
export function findField(root: string, path: string, names: (message: string) => string): Found {
  if (path === '' || path === '/') return { problem: `non-empty, non-root Path is required;\n${names(root)}` }
  const segments = path.replace(/^\/+/, '').split('/')
  let message = root
  for (const [i, name] of segments.entries()) {
    if (name === '') return { problem: 'empty field name in path' }
    const field = fieldsOf(message).find(one => one.name === name)
    if (!field) return { problem: noMatch(name, message, names) }
    if (i === segments.length - 1) return { field }
    const problem = noParent(field)
    if (problem !== undefined) return { problem }
    message = field.type
  }
  return { problem: 'empty field name in path' }
}

const noMatch = (name: string, message: string, names: (message: string) => string): string =>
  `no match for field '${name}'!\n${names(message)}`

const MAX_NAMES = 10

/** The fields of a message, all of them for who debugs. */
export function namesOf(message: string, all: boolean): string {
  const fields = fieldsOf(message)
  const shown = all ? fields : fields.slice(0, MAX_NAMES)
  const rest =
    shown.length < fields.length
      ? 'First 10 fields for this message included, configure with `Debug = true` to print all.'
      : ''
  return `available ${message} fields:\n${shown.map(({ name }) => `${name}\n`).join('')}${rest}`
}

const isMessage = ({ type }: EnvoyField): boolean => type.includes('.')

/** Why a path goes no further than a field. */
function noParent(field: EnvoyField): string | undefined {
  const { name, type, isRepeated } = field
  if (isRepeated)
    return `path contains member of repeated field '${name}'; repeated field member access is not supported`
  if (type === 'map') return `path contains member of map field '${name}'; map field member access is not supported`
  if (type === 'google.protobuf.Any') return 'variant-type message fields (google.protobuf.Any) are not supported'
  if (isMessage(field)) return undefined
  return `path contains member of non-message field '${name}' (type '${type}'); this type does not support child fields`
}

/** Why a field cannot be given a value: a map has members for the fields of a message, and goes no deeper. */
export function valueProblem(
  field: EnvoyField,
  value: unknown,
  names: (message: string) => string,
): string | undefined {
  if (!isObject(value) || field.type === 'map') return memberProblem(field, value)
  if (!isMessage(field)) return `non-message field type '${field.type}' cannot be set via a map`
  if (field.isRepeated) return 'unexpected panic: type mismatch: cannot convert list to message'
  for (const [name, member] of Object.entries(value)) {
    const child = fieldsOf(field.type).find(one => one.name === name)
    const problem = child ? memberProblem(child, member) : noMatch(name, field.type, names)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Messages that stand for one value, and the type of it in Go. */
const WRAPPERS: Readonly<Record<string, string>> = {
  'google.protobuf.BoolValue': 'bool',
  'google.protobuf.DoubleValue': 'float64',
  'google.protobuf.UInt32Value': 'float64',
  'google.protobuf.UInt64Value': 'float64',
}

/** The kinds of numbers, as protobuf's library for Go names them. */
const NUMBERS: Readonly<Record<string, string>> = {
  double: 'float',
  int32: 'int',
  int64: 'int',
  uint32: 'uint',
  uint64: 'uint',
}

function memberProblem(field: EnvoyField, value: unknown): string | undefined {
  const { type, isRepeated, values } = field
  const full = isRepeated ? `repeated ${type}` : type
  const given = value === null ? '<nil>' : goTypeOf(value)
  const misfit = `patch value type ${given} could not be applied to target field type '${full}'`
  if (type === 'map' || type === 'bytes' || (isMessage(field) && (isRepeated || !Object.hasOwn(WRAPPERS, type)))) {
    return `unsupported target field type '${full}'`
  }
  if (isMessage(field)) return given === WRAPPERS[type] ? undefined : misfit
  if (type === 'enum') return typeof value === 'string' && values.includes(value) ? undefined : misfit
  if (isRepeated || (typeof value === 'object' && value !== null)) return misfit
  const what = value === null ? 'nil' : given
  if (type === 'string') {
    return what === 'string' ? undefined : `unexpected panic: interface conversion: interface {} is ${what}, not string`
  }
  const wanted = type === 'bool' ? 'bool' : 'float64'
  return what === wanted
    ? undefined
    : `unexpected panic: type mismatch: cannot convert ${what} to ${NUMBERS[type] ?? type}`
}
