import { RESOURCE_TYPES, typeName } from '../../../model/resource-types.ts'
import { isObject } from '../../../lib/equal.ts'
import { CommandError, type CommandIo } from '../../command.ts'
import { loadData } from '../../data.ts'

/** A resource that a file holds. */
export interface ResourceFile {
  readonly type: string
  readonly name: string
  readonly namespace: string | undefined
  readonly partition: string | undefined
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: unknown
}

type Fields = Readonly<Record<string, unknown>>

const failed = (why: string, cause?: unknown): CommandError =>
  new CommandError(`Failed to decode resource from input file: ${why}`, { cause })

/** Reads a resource, in JSON or HCL; `-` is the standard input. */
export async function readResource(path: string, io: CommandIo): Promise<ResourceFile> {
  const {
    ID,
    id = ID,
    Data,
    data = Data,
    Metadata,
    metadata = Metadata,
  } = await parse(await loadData(path, io, failed))
  const { Type, type = Type, Name, name = Name, Tenancy, tenancy = Tenancy } = fields(id)
  const { Namespace, namespace = Namespace, Partition, partition = Partition } = fields(tenancy)
  return {
    type: typeOf(type),
    name: text(name) ?? '',
    namespace: text(namespace),
    partition: text(partition),
    data: Object.fromEntries(Object.entries(fields(data)).map(([key, value]) => [small(key), value])),
    metadata,
  }
}

/** `gvk("group.version.Kind")`, or the three parts as JSON has them. */
function typeOf(given: unknown): string {
  const { group, groupVersion, kind } = fields(given)
  const type = text(given) ?? (kind === undefined ? undefined : [group, groupVersion, kind].join('.'))
  if (!type) throw unreadable('error getting type for Any field: ID.Type is nil')
  if (!RESOURCE_TYPES.some(one => typeName(one) === type)) {
    throw unreadable(`error getting type for Any field: unknown resource type: ${type}`)
  }
  return type
}

const unreadable = (why: string): CommandError => failed(`Failed to decode resource from input: ${why}`)
const fields = (value: unknown): Fields => {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return isObject(one) ? one : {}
}
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const small = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1)

async function parse(bytes: Uint8Array): Promise<Fields> {
  const [{ parseHcl }, { HclError }] = await Promise.all([
    import('../../../go/hcl/parse.ts'),
    import('../../../go/hcl/error.ts'),
  ])
  try {
    // the one function that these files know, and which the language of our other files does not
    const source = Buffer.from(bytes)
      .toString()
      .replace(/\bgvk\(\s*("[^"]*")\s*\)/g, '$1')
    return fields(parseHcl(Buffer.from(source)))
  } catch (error) {
    throw error instanceof HclError ? unreadable(error.message) : error
  }
}
