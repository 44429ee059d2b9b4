import { CLUSTER_MESSAGES } from './messages/cluster.ts'
import { CORE_MESSAGES } from './messages/core.ts'
import { OTHER_MESSAGES } from './messages/others.ts'

/** A field of a message of Envoy, by the type that Consul names. */
export interface EnvoyField {
  readonly name: string
  /** `string`, `enum`, `map`, the name of a message, …; without `repeated` in front of it. */
  readonly type: string
  readonly isRepeated: boolean
  /** The names that an enum knows. */
  readonly values: readonly string[]
}

/** The fields of a message, in their order; none where a path does not reach it. */
export function fieldsOf(message: string): readonly EnvoyField[] {
  const lines = MESSAGES[message]?.trim().split('\n') ?? []
  return lines.filter(line => line !== '').map(readField)
}

function readField(line: string): EnvoyField {
  const [name = '', first = '', ...rest] = line.trim().split(' ')
  const isRepeated = first === 'repeated'
  return { name, type: (isRepeated ? rest[0] : first) ?? '', isRepeated, values: isRepeated ? [] : rest }
}

/**
 * Every message that the path of a patch can reach, as an agent lists them where a path names no field. Paths end at repeated fields, maps and
 * google.protobuf.Any, so what those hold is not here.
 */
const MESSAGES: Readonly<Record<string, string>> = { ...CLUSTER_MESSAGES, ...CORE_MESSAGES, ...OTHER_MESSAGES }
