import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Intention } from '../../state/intentions.ts'
import { Refusal } from '../refusals.ts'
import { demandSilently } from './permission.ts'

/** Either end may see what is between them. */
export function seesIntention(authorizer: Authorizer, { destination, source }: Intention): boolean {
  return [source.Name, destination].some(name => name !== '' && authorizer.allows('intention', 'read', name))
}

export function demandIntentionRead(authorizer: Authorizer, intention: Intention): void {
  if (!seesIntention(authorizer, intention)) throw new Refusal(403, 'Permission denied')
}

/** Who is called decides. */
export function demandIntentionWrite(authorizer: Authorizer, destination: string): void {
  if (destination === '') throw new Refusal(403, 'Permission denied')
  demandSilently(authorizer, 'intention', 'write', destination)
}
