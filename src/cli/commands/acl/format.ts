import { toJson } from '../../../go/json.ts'
import type { ClientContext } from '../../client-command.ts'
import { CommandError } from '../../command.ts'
import type { Flag } from '../../../go/flag.ts'

export const formatFlag: Flag = {
  name: 'format',
  kind: 'string',
  usage: 'How to print it: pretty or json. Default: pretty.',
}

export const metaFlag: Flag = { name: 'meta', kind: 'switch', usage: 'Print hashes and indexes, too.' }

/** How an object is printed. */
export interface Formats {
  pretty(meta: boolean): string
  json(): unknown
  /** The message about another format, where it is not the usual one. */
  readonly unknown?: (format: string) => string
}

/**
 * Prints an object as `-format` says. The official command looks at the format when the agent did its work, so an unknown one is refused
 * here only. A list without elements prints nothing.
 */
export function printAs({ flags, print }: ClientContext, { pretty, json, unknown = unknownFormat }: Formats): void {
  const format = flags.string('format') ?? 'pretty'
  if (format !== 'json' && format !== 'pretty') throw new CommandError(unknown(format))
  const text = format === 'json' ? toJson(json(), true) : pretty(flags.bool('meta'))
  if (text !== '') print(text)
}

const unknownFormat = (format: string): string => `Unknown format: ${format}`

/** What the commands about templated policies say instead. */
export const unknownTemplateFormat = (format: string): string => `unknown format: "${format}"`
