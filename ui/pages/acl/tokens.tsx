import { Badge } from '../../components/badge.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import type { Token } from '../../lib/acl-types.ts'
import { cliCommand } from '../../lib/commands.ts'
import { currentParams, place } from '../../shell/address.ts'
import { identity } from '../../shell/identity.ts'
import { useLive } from '../../shell/use-live.ts'
import { grantNames } from './grants.tsx'
import { tokenHref } from './links.ts'
import { TokenDetail } from './token-detail.tsx'
import { TokenForm } from './token-form.tsx'

const roleNames = ({ Roles }: Token): string => (Roles ?? []).map(({ Name }) => Name).join(', ')

const COLUMNS: readonly Column<Token>[] = [
  {
    name: 'Token',
    sort: ({ Description, AccessorID }) => Description || AccessorID,
    cell: ({ AccessorID, Description, Local }) => (
      <>
        {Description || <code>{AccessorID}</code>} {AccessorID === identity.value?.AccessorID && <Badge>yours</Badge>}{' '}
        {Local && <Badge>local</Badge>}
      </>
    ),
  },
  { name: 'Policies and identities', sort: grantNames, cell: grantNames, wide: true },
  { name: 'Roles', sort: roleNames, cell: roleNames, wide: true },
  {
    name: 'Accessor',
    sort: ({ AccessorID }) => AccessorID,
    cell: ({ AccessorID }) => <code>{AccessorID}</code>,
    wide: true,
  },
]

const SEARCH = {
  label: 'Search descriptions, policies, roles',
  texts: (token: Token) => [token.AccessorID, token.Description, grantNames(token), roleNames(token)],
}

/** All tokens. Their secrets are in none of the lists. */
export function Tokens() {
  const live = useLive<readonly Token[]>('/v1/acl/tokens')
  const [, , id] = place.value.path
  const list = tokenHref(undefined, currentParams('q'))
  return (
    <ListPage
      title="Tokens"
      live={live}
      search={SEARCH}
      create={{ text: 'New token', href: tokenHref('create', currentParams('q')) }}
      what="tokens"
      layout="tokens"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={({ AccessorID }) => AccessorID}
      hrefOf={({ AccessorID }) => tokenHref(AccessorID, currentParams('q'))}
      selected={id}
      empty={<NoTokens />}
      detail={
        id !== undefined &&
        (id === 'create' ? <TokenForm listHref={list} /> : <TokenDetail key={id} id={id} listHref={list} />)
      }
    />
  )
}

const NoTokens = () => (
  <Empty title="No tokens" command={cliCommand('acl token create -description=web -service-identity=web')}>
    Create one with the button above, or with this command:
  </Empty>
)
