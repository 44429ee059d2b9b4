import { place } from '../../shell/address.ts'
import { ConfigEntries } from './config-entries.tsx'
import { ConfigKinds } from './config-kinds.tsx'

/** Config entries: their kinds, or those of one kind. */
export function Config() {
  const [, kind, name] = place.value.path
  return kind === undefined ? <ConfigKinds /> : <ConfigEntries key={kind} kind={kind} name={name} />
}
