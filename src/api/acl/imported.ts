import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Instance } from '../../state/catalog.ts'
import { Refusal } from '../refusals.ts'
import type { Sees } from './visible.ts'

/**
 * Whether what peers export may be seen: of services, all that can be read, or any that can be written (for it may call them); of nodes,
 * the same.
 */
export function seesImports(authorizer: Authorizer): boolean {
  if (authorizer.allowsAll || authorizer.allowsSome('service', 'write')) return true
  return authorizer.allowsEvery('service', 'read') && authorizer.allowsEvery('node', 'read')
}

export const seesImported: Sees<Instance> = authorizer => seesImports(authorizer)

/** Refuses tokens that may not see them at all. */
export function demandImports(authorizer: Authorizer): void {
  if (!seesImports(authorizer)) throw new Refusal(403, 'Permission denied')
}
