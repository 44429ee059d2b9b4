import { RESOURCE_TYPES, typeName } from '../../../model/resource-types.ts'
import { type Flag, flag } from '../../../go/flag.ts'
import type { ClientContext } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { type Command, CommandError } from '../../command.ts'
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

export const resourceFlags: readonly Flag[] = [
  ...clientFlags,
  ...namespaceFlags,
  flag('f', 'string', 'File with the resource.'),
]

export const badArguments = (why: string): CommandError => new CommandError(`Incorrect argument format: ${why}`)

/** The same command, whose flags may also follow its `count` arguments. */
export const withFlagsBehind = (count: number, command: Command): Command => ({
  ...command,
  run(argv, io) {
    const [arguments_, rest] = [argv.slice(0, count), argv.slice(count)]
    const moved = rest[0]?.startsWith('-') && !arguments_.some(one => one.startsWith('-'))
    return command.run(moved ? [...rest, ...arguments_] : argv, io)
  },
})

/** The resource that two arguments, or a file, name. */
export async function targetOf(context: ClientContext): Promise<Target> {
  const { args, flags, io } = context
  const file = flags.string('f')
  if (file) return targetOfFile(await readResource(file, io))
  const [type, name] = args
  if (type === undefined || name === undefined) {
    throw badArguments('Must specify two arguments: resource type and resource name')
  }
  const full = fullType(type)
  return { path: pathOf(full), type: full, name, query: {} }
}

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
