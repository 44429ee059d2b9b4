import type { Agent } from '../../agent/agent.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { GivenEntry } from '../../state/config-entries/decode.ts'
import { kindNamed } from '../../state/config-entries/index.ts'
import { deleteEntry, putEntry } from '../../state/config-entry.ts'
import type { Sliceable } from '../../lib/slices.ts'
import { demandEntryWrite } from '../acl/config-entry.ts'
import { Refusal } from '../refusals.ts'

interface EntryKey {
  readonly kind: string
  readonly name: string
}

/** Writes an entry, in slices; false where `cas` names another index than it has. Throws where it is refused. */
export function* writeConfigEntry(
  { store }: Agent,
  authorizer: Authorizer,
  { kind, fields }: GivenEntry,
  cas?: bigint,
): Sliceable<boolean> {
  checkWriter(kind.kind)
  yield* kind.validate(fields) ?? []
  yield
  demandEntryWrite(authorizer, kind.kind, String(fields['Name'] ?? ''), fields)
  yield
  return store.write(tx => putEntry(tx, kind, fields, cas))
}

/** Removes an entry; false where `cas` names another index than it has. */
export function removeConfigEntry(
  { store }: Agent,
  authorizer: Authorizer,
  { kind, name }: EntryKey,
  cas?: bigint,
): boolean {
  checkWriter(kind)
  const meant = kindNamed(kind)?.nameOf?.(name) ?? name
  demandEntryWrite(authorizer, kind, meant)
  return store.write(tx => deleteEntry(tx, kind, meant, cas))
}

/** What gateways are bound to is written by the server alone. */
function checkWriter(kind: string): void {
  if (kind === 'bound-api-gateway') throw new Refusal(403, 'Permission denied: only writeable by controller')
}
