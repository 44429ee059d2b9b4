import { runToEnd } from '../../lib/slices.ts'
import type { GivenEntry } from './decode.ts'

/** Throws a StateError with Consul's text for an entry that is refused. */
export function validateEntry({ kind, fields }: GivenEntry): void {
  const slices = kind.validate(fields)
  if (slices) runToEnd(slices)
}
