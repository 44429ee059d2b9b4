import { WhenThere } from '../../components/live-state.tsx'
import type { Token } from '../../lib/acl-types.ts'
import { tokenName } from '../../shell/identity.ts'
import { useLive } from '../../shell/use-live.ts'
import { tokenHref } from './links.ts'

/** The tokens that a parameter of the list of tokens selects. */
export function TokensWith({ filter }: { filter: string }) {
  const live = useLive<readonly Token[]>(`/v1/acl/tokens?${filter}`)
  const tokens = live.value ?? []
  return (
    <WhenThere of={live}>
      {tokens.length === 0 && <p class="faint">No tokens</p>}
      <ul class="lines">
        {tokens.map(token => (
          <li key={token.AccessorID}>
            <a href={tokenHref(token.AccessorID)}>{tokenName(token)}</a>
          </li>
        ))}
      </ul>
    </WhenThere>
  )
}
