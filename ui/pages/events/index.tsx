import { Facts } from '../../components/facts.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { Detail } from '../../components/split.tsx'
import { asText, fromBase64 } from '../../lib/bytes.ts'
import { cliCommand } from '../../lib/commands.ts'
import { previewText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import type { UserEvent } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { EventForm } from './form.tsx'

const payloadOf = ({ Payload }: UserEvent): string => asText(fromBase64(Payload ?? '')) ?? Payload ?? ''

const COLUMNS: readonly Column<UserEvent>[] = [
  { name: 'Event', sort: ({ Name }) => Name, cell: ({ Name }) => Name },
  { name: 'Payload', wide: true, sort: payloadOf, cell: event => <code>{previewText(payloadOf(event))}</code> },
  { name: 'Lamport time', sort: ({ LTime }) => LTime, cell: ({ LTime }) => LTime },
]

const SEARCH = {
  label: 'Search names and payloads',
  texts: (event: UserEvent) => [event.Name, payloadOf(event), event.ServiceFilter, event.NodeFilter],
}

/** User events, the newest first, and a form to fire one. */
export function Events() {
  const live = useLive<readonly UserEvent[]>('/v1/event/list')
  const [, id] = place.value.path
  const events = (live.value ?? []).toReversed()
  const creating = mayWrite() && param('new') === 'event'
  const chosen = events.find(({ ID }) => ID === id)
  return (
    <ListPage
      title="Events"
      live={live}
      search={SEARCH}
      create={{ text: 'Fire event', href: hrefOf(['events'], { ...currentParams('q'), new: 'event' }) }}
      what="events"
      layout="events"
      items={events}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => hrefOf(['events', ID], currentParams('q'))}
      selected={id}
      empty={<NoEvents />}
      detail={
        chosen ? <EventDetail event={chosen} /> : creating && <EventForm backHref={withParams({ new: undefined })} />
      }
    />
  )
}

function EventDetail({ event }: { event: UserEvent }) {
  return (
    <Detail title={event.Name} closeHref={hrefOf(['events'], currentParams('q'))}>
      <pre tabIndex={0} aria-label="Payload">
        {payloadOf(event) || '(no payload)'}
      </pre>
      <Facts
        facts={{
          ID: <code>{event.ID}</code>,
          'For nodes': event.NodeFilter,
          'For services': event.ServiceFilter,
          'With tag': event.TagFilter,
          'Lamport time': event.LTime,
        }}
      />
    </Detail>
  )
}

const NoEvents = () => (
  <Empty title="No events" command={cliCommand('event -name=deploy 1.4.2')}>
    Fire one with the button above, or with this command:
  </Empty>
)
