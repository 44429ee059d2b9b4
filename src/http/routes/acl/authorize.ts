import { decodePlainBody } from '../../../api/decode-body.ts'
import { Refusal } from '../../../api/refusals.ts'
import { authorizationsSchema } from '../../../api/schemas/acl.ts'
import { quoteGo } from '../../../go/quote.ts'
import type { Access, Authorizer, Resource } from '../../../state/acl/authorizer.ts'
import { action, route } from '../../route.ts'

const MAX_AUTHORIZATIONS = 64

const RESOURCES: ReadonlySet<string> = new Set<Resource>([
  'acl',
  'agent',
  'event',
  'intention',
  'key',
  'keyring',
  'mesh',
  'node',
  'operator',
  'peering',
  'query',
  'service',
  'session',
])

/** What a token may do, for web pages: undocumented. */
export const authorizeRoutes = [
  route('/v1/internal/acl/authorize', {
    POST: action(
      req => {
        const wanted = decodePlainBody(authorizationsSchema, req.body, 'Failed to decode request body: ')
        if (wanted.length > MAX_AUTHORIZATIONS) {
          throw new Refusal(400, `Refusing to process more than ${MAX_AUTHORIZATIONS} authorizations at once`)
        }
        // nothing that is asked needs neither a token nor a server
        if (wanted.length > 0) req.checkDatacenter()
        return { json: wanted.map(one => answer(one, req.authorizer)) }
      },
      { ownEnterpriseCheck: true },
    ),
  }),
]

interface Wanted {
  readonly Resource?: string | undefined
  readonly Segment?: string | undefined
  readonly Access?: string | undefined
}

function answer({ Resource = '', Segment = '', Access = '' }: Wanted, authorizer: Authorizer): object {
  if (!RESOURCES.has(Resource)) throw new Refusal(400, `Invalid ACL resource requested: ${quoteGo(Resource)}`)
  const known = Access === 'read' || Access === 'write' || (Access === 'list' && Resource === 'key')
  if (!known) throw new Refusal(400, `Invalid access level for ${Resource} resource: ${Access}`)
  const Allow = authorizer.allows(Resource as Resource, Access as Access, Segment)
  return { Resource, ...(Segment !== '' && { Segment }), Access, Allow }
}
