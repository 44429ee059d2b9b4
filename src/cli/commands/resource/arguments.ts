import { RESOURCE_TYPES, typeName } from '../../../model/resource-types.ts'
import type { ConsulClient } from '../../../client/client.ts'
import { type Flag, type Flags, flag, parseFlags } from '../../../go/flag.ts'
import type { ClientContext } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { readResource, type ResourceFile } from './file.ts'

/** What a command is about: a resource, as it is named in paths and in messages. */
export interface Target {
  /** `group/version/kind`. */
  readonly path: string
  /** As it was given: `group.version.Kind`. */
  readonly type: string
  readonly name: string
  readonly query: Readonly<Record<string, string | undefined>>
}

export const fileFlag: Flag = flag('f', 'string', 'File with the resource.')

export const resourceFlags: readonly Flag[] = [...clientFlags, ...namespaceFlags, fileFlag]

export const badArguments = (why: string): CommandError => new CommandError(`Incorrect argument format: ${why}`)

type Parsed = Pick<ClientContext, 'flags' | 'args'>

/** A file among the flags, or a type and a name in front of all flags: whatever the first two words look like, they are these. */
export function parseNamed(argv: readonly string[]): Parsed {
  const flags = parseFlags(resourceFlags, argv)
  if (flags.string('f')) return { flags, args: [] }
  const [type, name, ...rest] = argv
  if (type === undefined || name === undefined) {
    throw badArguments('Must specify two arguments: resource type and resource name')
  }
  if (name.startsWith('-')) throw badArguments('Must provide resource name right after type')
  const full = fullType(type)
  return { flags: withoutFile(parseFlags(resourceFlags, rest)), args: [full, name] }
}

/** A file among the flags, or a type with flags before and behind it. */
export function parseTyped(argv: readonly string[]): Parsed {
  const flags = parseFlags(resourceFlags, argv)
  if (flags.string('f')) return { flags, args: [] }
  const [type, ...rest] = flags.args
  if (type === undefined) throw badArguments('Must include resource type argument')
  if (rest[0] !== undefined && !rest[0].startsWith('-')) {
    throw badArguments('Must include flag arguments after resource type')
  }
  if (type.split('.').length !== 3) {
    throw badArguments('Must include resource type argument in group.version.kind format')
  }
  return { flags: withoutFile(parseFlags(resourceFlags, rest, flags)), args: [type] }
}

function withoutFile(flags: Flags): Flags {
  if (!flags.string('f')) return flags
  throw badArguments('File argument is not needed when resource information is provided with the command')
}

/** The resource that a file, or the arguments, name. */
export async function targetOf({ args, flags, io }: ClientContext): Promise<Target> {
  const file = flags.string('f')
  if (file) return targetOfFile(await readResource(file, io))
  const [type = '', name = ''] = args
  return { path: pathOf(type), type, name, query: {} }
}

/** The client of a command about resources. */
export const clientOfResources = (context: ClientContext): ConsulClient =>
  context.client('Error connect to Consul agent')

export const targetOfFile = ({ type, name, namespace, partition }: ResourceFile): Target => ({
  path: pathOf(type),
  type,
  name,
  query: { ns: namespace, partition },
})

/** `demo.v1.Concept` for itself and for `concept`. */
function fullType(given: string): string {
  const parts = given.split('.').length
  if (parts === 3) return given
  if (parts > 1) {
    throw badArguments(
      'Must provide resource type argument with either in group.version.kind format or its shorthand name',
    )
  }
  const types = RESOURCE_TYPES.filter(({ kind }) => kind.toLowerCase() === given).map(typeName)
  if (types.length > 1) {
    throw badArguments(`The shorthand name has conflicts [${types.join(' ')}], please use the full name`)
  }
  const [type] = types
  if (type !== undefined) return type
  throw badArguments(
    'The shorthand name does not map to any existing resource type, please check `consul api-resources`',
  )
}

/** Types and names are written small in paths. */
export const pathOf = (type: string): string => type.split('.').join('/').toLowerCase()

export const resourcePath = ({ path, name }: Target): string => `/api/${path}/${name.toLowerCase()}`
