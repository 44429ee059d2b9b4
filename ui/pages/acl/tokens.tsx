import { Badge } from '../../components/badge.tsx'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import type { Token } from '../../lib/acl-types.ts'
import { cliCommand } from '../../lib/commands.ts'
import { countText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
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

/** All tokens. Their secrets are in none of the lists. */
export function Tokens() {
  const live = useLive<readonly Token[]>('/v1/acl/tokens')
  const [search, id] = [param('q'), place.value.path[2]]
  const tokens = live.value ?? []
  const matches = matcher(search)
  const found = tokens.filter(token =>
    matches(token.AccessorID, token.Description, grantNames(token), roleNames(token)),
  )
  const list = tokenHref(undefined, currentParams('q'))
  return (
    <Split
      detail={
        id !== undefined &&
        (id === 'create' ? <TokenForm listHref={list} /> : <TokenDetail key={id} id={id} listHref={list} />)
      }
    >
      <Toolbar title="Tokens" count={countText(found.length, tokens.length)}>
        <Search label="Search descriptions, policies, roles" />
        {mayWrite() && (
          <a class="button main" href={tokenHref('create', currentParams('q'))}>
            New token
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="tokens">
        <Rows
          label="Tokens"
          layout="tokens"
          items={found}
          columns={COLUMNS}
          keyOf={({ AccessorID }) => AccessorID}
          hrefOf={({ AccessorID }) => tokenHref(AccessorID, currentParams('q'))}
          selected={id}
          empty={tokens.length === 0 ? <NoTokens /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoTokens = () => (
  <Empty title="No tokens" command={cliCommand('acl token create -description=web -service-identity=web')}>
    Create one with the button above, or with this command:
  </Empty>
)
