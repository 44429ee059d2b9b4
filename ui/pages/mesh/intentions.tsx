import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { cliCommand } from '../../lib/commands.ts'
import { effectOf, type Intention, intentionId, sourceText } from '../../lib/intentions.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, place } from '../../shell/address.ts'
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

const SEARCH = {
  label: 'Search services and descriptions',
  texts: (intention: Intention) => [
    sourceText(intention),
    intention.DestinationName,
    intention.Description,
    effectOf(intention),
  ],
}

/** Which services may call which others. */
export function Intentions() {
  const live = useLive<readonly Intention[]>('/v1/connect/intentions')
  const [, id] = place.value.path
  const intentions = live.value ?? []
  const chosen = intentions.find(
    intention => intentionId(intention) === id || (id !== undefined && intention.ID === id),
  )
  const list = hrefOf(['intentions'], currentParams('q'))
  return (
    <ListPage
      title="Intentions"
      live={live}
      search={SEARCH}
      create={{ text: 'New intention', href: hrefOf(['intentions', 'create'], currentParams('q')) }}
      above={<CallCheck intentions={intentions} />}
      what="intentions"
      layout="intentions"
      items={intentions}
      columns={COLUMNS}
      keyOf={intentionId}
      hrefOf={intention => intentionHref(intention, currentParams('q'))}
      selected={chosen && intentionId(chosen)}
      empty={<NoIntentions />}
      detail={
        id === 'create' ? (
          <IntentionForm known={intentions} listHref={list} />
        ) : (
          chosen && <IntentionDetail key={id} intention={chosen} listHref={list} />
        )
      }
    />
  )
}

const NoIntentions = () => (
  <Empty title="No intentions" command={cliCommand('intention create -deny web api')}>
    The default decides about all calls. Create an intention with the button above, or with this command:
  </Empty>
)
