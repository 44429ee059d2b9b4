import type { Column } from '../../components/column.ts'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { cliCommand } from '../../lib/commands.ts'
import { countText } from '../../lib/format.ts'
import { effectOf, type Intention, intentionId, sourceText } from '../../lib/intentions.ts'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { CallCheck } from './call-check.tsx'
import { Effect } from './effect.tsx'
import { IntentionDetail } from './intention-detail.tsx'
import { IntentionForm } from './intention-form.tsx'
import { intentionHref } from './links.ts'

const COLUMNS: readonly Column<Intention>[] = [
  { name: 'Source', sort: sourceText, cell: sourceText },
  {
    name: 'Destination',
    sort: ({ DestinationName }) => DestinationName,
    cell: ({ DestinationName }) => DestinationName,
  },
  { name: 'Action', sort: effectOf, cell: intention => <Effect of={intention} /> },
  { name: 'Precedence', sort: ({ Precedence }) => Precedence, cell: ({ Precedence }) => Precedence },
  { name: 'Description', sort: ({ Description }) => Description, cell: ({ Description }) => Description },
]

/** Which services may call which others. */
export function Intentions() {
  const live = useLive<readonly Intention[]>('/v1/connect/intentions')
  const [, id] = place.value.path
  const intentions = live.value ?? []
  const matches = matcher(param('q'))
  const found = intentions.filter(intention =>
    matches(sourceText(intention), intention.DestinationName, intention.Description, effectOf(intention)),
  )
  const chosen = intentions.find(
    intention => intentionId(intention) === id || (id !== undefined && intention.ID === id),
  )
  const list = hrefOf(['intentions'], currentParams('q'))
  return (
    <Split
      detail={
        id === 'create' ? (
          <IntentionForm known={intentions} listHref={list} />
        ) : (
          chosen && <IntentionDetail key={id} intention={chosen} listHref={list} />
        )
      }
    >
      <Toolbar title="Intentions" count={countText(found.length, intentions.length)}>
        <Search label="Search services and descriptions" />
        {mayWrite() && (
          <a class="button main" href={hrefOf(['intentions', 'create'], currentParams('q'))}>
            New intention
          </a>
        )}
      </Toolbar>
      <CallCheck intentions={intentions} />
      <WhenThere of={live} what="intentions">
        <Rows
          label="Intentions"
          layout="intentions"
          items={found}
          columns={COLUMNS}
          keyOf={intentionId}
          hrefOf={intention => intentionHref(intention, currentParams('q'))}
          selected={chosen && intentionId(chosen)}
          empty={intentions.length === 0 ? <NoIntentions /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoIntentions = () => (
  <Empty title="No intentions" command={cliCommand('intention create -deny web api')}>
    The default decides about all calls. Create an intention with the button above, or with this command:
  </Empty>
)
