import { nearest } from '../../lib/nearest.ts'

/** What Ajv says of a value that is not as its schema says, with `verbose`. */
export interface SchemaViolation {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  readonly data?: unknown
  readonly schema?: unknown
  readonly parentSchema?: Described
}

/**
 * A sentence about the most telling of them, which names the member, what was given and what was expected: an unknown member explains
 * one that is missing, and that no alternative fits explains why each of them does not.
 */
export function describeViolations(violations: readonly SchemaViolation[], inBody: boolean): string {
  const ofAll = violations.filter(({ schemaPath }) => !schemaPath.includes('/anyOf/'))
  const told = ofAll.find(({ keyword }) => keyword === 'additionalProperties') ?? ofAll[0] ?? violations[0]
  return told ? describe(told, inBody) : 'The request is invalid.'
}

function describe(violation: SchemaViolation, inBody: boolean): string {
  const { keyword, params, data, schema } = violation
  const place = pathOf(violation.instancePath)
  const subject = place === '' ? (inBody ? 'The body' : 'The query') : place
  switch (keyword) {
    case 'additionalProperties':
      return unknown(inBody ? 'member' : 'parameter', params['additionalProperty'], place, violation.parentSchema)
    case 'required':
      return `${join(place, String(params['missingProperty']))} is missing.`
    case 'type':
      if (place === '' && data === null) return 'The body is missing: it must be a JSON object.'
      return `${subject} must be ${expected(violation.parentSchema ?? {})}, not ${shown(data)}.`
    case 'enum':
    case 'const':
    case 'anyOf':
      return `${subject} must be ${expected({ [keyword]: schema })}, not ${shown(data)}.`
    default:
      return `${subject} ${violation.message ?? 'is invalid'}, not ${shown(data)}.`
  }
}

function unknown(noun: string, given: unknown, place: string, { properties = {} }: Described = {}): string {
  const name = String(given)
  const names = Object.keys(properties)
  const near = nearest(name, names)
  const hint = near === undefined ? `known are ${names.join(', ')}` : `did you mean "${near}"?`
  const where = place === '' ? '' : ` of ${place}`
  return `Unknown ${noun} "${name}"${where}: ${hint}${near === undefined ? '.' : ''}`
}

/** `Services[0].Name` of `/Services/0/Name`. */
const pathOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(join, '')

const join = (path: string, name: string): string =>
  /^\d+$/.test(name) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

interface Described {
  readonly type?: unknown
  readonly enum?: unknown
  readonly const?: unknown
  readonly anyOf?: unknown
  readonly properties?: object
}

/** What a schema takes, in words. */
function expected({ type, enum: values, const: value, anyOf, properties }: Described): string {
  if (Array.isArray(anyOf)) return listed(anyOf.map(schema => expected(schema as Described)))
  if (Array.isArray(values)) return listed(values)
  if (value !== undefined) return shown(value)
  const names = Object.keys(properties ?? {})
  if (type === 'object' && names.length > 0) return `an object with ${names.join(', ')}`
  return listed([type].flat().map(name => KINDS[String(name)] ?? String(name)))
}

function listed(values: readonly unknown[]): string {
  const texts = values.map(String)
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}

/** A value as JSON, cut where it is long. */
function shown(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  const text =
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)) ?? 'nothing'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

const MAX_SHOWN = 60
