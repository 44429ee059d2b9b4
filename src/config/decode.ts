import { agentKeys } from './agent-keys.ts'
import { Blocks } from '../go/hcl/blocks.ts'
import { ConfigError } from './errors.ts'
import { multierror } from '../go/multierror.ts'
import { opaqueValue } from './opaque.ts'
import { showGo } from '../go/show.ts'
import { findKey, type KeyType, type Section } from './keys.ts'
import { isObject } from '../lib/equal.ts'

/** A configuration whose keys are known, spelled as documented, and hold values of their types. */
export type Config = Record<string, unknown>

interface Problems {
  /** What messages call a whole number. */
  readonly integer: 'int' | 'float64'
  readonly types: string[]
  readonly unknown: string[]
}

/** Checks one file's worth of configuration against the table of keys. */
export function decodeConfig(value: unknown, format: 'json' | 'hcl' = 'json'): Config {
  if (value === null || value === undefined) return {}
  if (!isObject(value)) {
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    throw new ConfigError(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
  }
  const problems: Problems = { integer: format === 'hcl' ? 'int' : 'float64', types: [], unknown: [] }
  const config = readSection(agentKeys, value, '', problems)
  if (problems.types.length > 0) {
    const lines = problems.types.sort().map(problem => `* ${problem}`)
    throw new ConfigError(`${lines.length} error(s) decoding:\n\n${lines.join('\n')}`)
  }
  if (problems.unknown.length > 0) {
    throw new ConfigError(multierror(problems.unknown.map(path => `invalid config key ${path}`)))
  }
  return config
}

function readSection(keys: Section, value: Readonly<Config>, path: string, problems: Problems): Config {
  const result: Config = {}
  for (const [name, member] of Object.entries(value)) {
    const key = findKey(keys, name)
    const at = path === '' ? (key?.name ?? name) : `${path}.${key?.name ?? name}`
    if (!key) {
      problems.unknown.push(at)
    } else if (member !== null) {
      const read = readValue(key.type, member, at, problems)
      if (read !== undefined) result[key.name] = read
    }
  }
  return result
}

type Reader = (value: unknown, path: string, problems: Problems) => unknown

const readString: Reader = (value, path, problems) =>
  typeof value === 'string' ? value : refuse(value, 'string', path, problems)

const readNumber =
  (expected: 'int' | 'uint32' | 'uint64' | 'float64'): Reader =>
  (value, path, problems) =>
    typeof value === 'number' || typeof value === 'bigint' ? Number(value) : refuse(value, expected, path, problems)

const readInt: Reader = (value, path, problems) => truncate(readNumber('int')(value, path, problems))

const readUint =
  (expected: 'uint32' | 'uint64'): Reader =>
  (value, path, problems) => {
    if (typeof value === 'number' ? value < 0 : typeof value === 'bigint' && value < 0n) {
      const shown = problems.integer === 'int' && typeof value === 'bigint' ? String(value) : Number(value).toFixed(6)
      problems.types.push(`cannot parse '${path}', ${shown} overflows uint`)
    }
    return truncate(readNumber(expected)(value, path, problems))
  }

const readAny: Reader = opaqueValue

const READERS: Readonly<Record<Exclude<KeyType, object>, Reader>> = {
  string: readString,
  duration: readString,
  int: readInt,
  uint32: readUint('uint32'),
  uint64: readUint('uint64'),
  float: readNumber('float64'),
  bool: (value, path, problems) => (typeof value === 'boolean' ? value : refuse(value, 'bool', path, problems)),
  strings: (value, path, problems) => readList(readString, value, path, problems)?.map(item => item ?? ''),
  'string map': (value, path, problems) => readMap(readString, value, path, problems),
  'strings map': (value, path, problems) => readMap(READERS.strings, value, path, problems),
  any: readAny,
  'any map': (value, path, problems) => readMap(readAny, value, path, problems),
  'any maps': (value, path, problems) => readList(READERS['any map'], value, path, problems)?.map(item => item ?? {}),
}

function readValue(type: KeyType, value: unknown, path: string, problems: Problems): unknown {
  const single = unwrap(type, value)
  if (typeof type === 'string') return READERS[type](single, path, problems)
  const block: Reader = (item, at) => readBlock(type.section, unwrapOne(item), at, problems)
  if (type.form === 'one') return block(single, path, problems)
  if (type.form === 'map') return readMap(block, single, path, problems)
  return readList(block, single, path, problems)?.map(item => item ?? {})
}

function readBlock(keys: Section, value: unknown, path: string, problems: Problems): Config | undefined {
  if (isObject(value)) return readSection(keys, value, path, problems)
  problems.types.push(`'${path}' expected a map, got '${kindOf(value, problems)}'`)
  return undefined
}

function readList(read: Reader, value: unknown, path: string, problems: Problems): unknown[] | undefined {
  if (Array.isArray(value)) {
    return [...(value as unknown[])].map((item, i) =>
      item === null ? undefined : read(unwrapOne(item), `${path}[${i}]`, problems),
    )
  }
  problems.types.push(
    `'${path}': source data must be an array or slice, got ${isObject(value) ? 'map' : kindOf(value, problems)}`,
  )
  return undefined
}

function readMap(read: Reader, value: unknown, path: string, problems: Problems): Config | undefined {
  if (!isObject(value)) {
    problems.types.push(`'${path}' expected a map, got '${kindOf(value, problems)}'`)
    return undefined
  }
  const entries: [string, unknown][] = []
  for (const [name, member] of Object.entries(value)) {
    const single = read === READERS.strings || read === readAny ? member : unwrapOne(member)
    if (single !== null || read === readAny) entries.push([name, read(single, `${path}[${name}]`, problems)])
  }
  return Object.fromEntries(entries)
}

const IS_LIST: ReadonlySet<KeyType> = new Set<KeyType>(['strings', 'any', 'any maps'])

const unwrap = (type: KeyType, value: unknown): unknown =>
  IS_LIST.has(type) || (typeof type === 'object' && type.form === 'list') ? value : unwrapOne(value)

/** HCL writes every block as a list, so a list of one thing stands for that thing in JSON, too. */
function unwrapOne(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value
}

function refuse(value: unknown, expected: string, path: string, problems: Problems): undefined {
  const kind = isObject(value)
    ? 'map[string]interface {}'
    : Array.isArray(value)
      ? listKind(value)
      : kindOf(value, problems)
  problems.types.push(
    `'${path}' expected type '${expected}', got unconvertible type '${kind}', value: '${showGo(value)}'`,
  )
  return undefined
}

const truncate = (value: unknown): number | undefined => (typeof value === 'number' ? Math.trunc(value) : undefined)

const listKind = (value: readonly unknown[]): string =>
  value instanceof Blocks ? '[]map[string]interface {}' : '[]interface {}'

function kindOf(value: unknown, { integer }: Problems): string {
  if (Array.isArray(value)) return 'slice'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return integer
  return typeof value === 'number' ? 'float64' : typeof value
}
