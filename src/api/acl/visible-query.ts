import type { PreparedQuery } from '../../model/rows.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { demandSilently } from './permission.ts'
import { type Visible, visible } from './visible.ts'

/** Whether a query has something that rules can name; one without a name is covered by no rule. */
const isNamed = ({ Name, Template }: PreparedQuery): boolean => Name !== '' || Template.Type !== ''

/** A read of one query: without a name, knowing its ID is enough; tokens with acl:write read all. */
export function demandQuery(authorizer: Authorizer, query: PreparedQuery): void {
  if (isNamed(query) && !authorizer.allows('acl', 'write')) demandSilently(authorizer, 'query', 'read', query.Name)
}

/** A list shows queries without a name to tokens with acl:write; from others they are left out silently. */
export function visibleQueries(authorizer: Authorizer, queries: readonly PreparedQuery[]): Visible<PreparedQuery> {
  if (authorizer.allows('acl', 'write')) return { rows: queries, filtered: false }
  return visible(authorizer, queries.filter(isNamed), (who, { Name }) => who.allows('query', 'read', Name))
}

/** The token that a query holds is shown to tokens with acl:write. */
export function redactQuery(authorizer: Authorizer, query: PreparedQuery): PreparedQuery {
  return query.Token === '' || authorizer.allows('acl', 'write') ? query : { ...query, Token: '<hidden>' }
}
