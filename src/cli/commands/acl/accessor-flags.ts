import type { Flag } from '../../../go/flag.ts'
import type { ClientContext } from '../../client-command.ts'
import { CommandError } from '../../command.ts'

export const accessorFlag: Flag = {
  name: 'accessor-id',
  kind: 'string',
  usage: 'Accessor ID of the token, or the beginning of it; anonymous for the anonymous token.',
}

/** What it was called in former versions. */
export const oldIdFlag: Flag = { name: 'id', kind: 'string', usage: 'Deprecated: use -accessor-id.' }

/** The accessor ID that the flags say, or its beginning; `missing` and `deprecated` are the command's own words. */
export function accessorGiven(
  { flags, complain }: ClientContext,
  { missing, deprecated }: { readonly missing: string; readonly deprecated: string },
): string {
  const accessor = flags.string('accessor-id')
  if (accessor) return accessor
  const old = flags.string('id')
  if (!old) throw new CommandError(missing)
  complain(deprecated)
  return old
}
