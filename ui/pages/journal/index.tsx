import { useMemo } from 'preact/hooks'
import { Action } from '../../components/buttons.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { Choice } from '../../components/toolbar.tsx'
import type { JournalEntry } from '../../lib/control-types.ts'
import { clearJournal } from '../../lib/control-api.ts'
import { curlCommand } from '../../lib/commands.ts'
import { timeText } from '../../lib/format.ts'
import { answered, askedFor, isError } from '../../lib/journal.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { Forgotten, JournalDetail } from './detail.tsx'

/** What is worth knowing besides. */
const notesOf = ({ Blocked, Accessor, Fault }: JournalEntry): string =>
  [Blocked && 'blocked', Fault && `fault ${Fault}`, Accessor && `token ${Accessor}`].filter(Boolean).join(', ')

const COLUMNS: readonly Column<JournalEntry>[] = [
  { name: 'At', sort: ({ At }) => At, cell: ({ At }) => <code>{timeText(At)}</code> },
  {
    name: 'Method',
    sort: ({ Kind, Method }) => (Kind === 'dns' ? 'DNS' : (Method ?? '')),
    cell: ({ Kind, Method }) => (Kind === 'dns' ? 'DNS' : Method),
  },
  { name: 'Request', wide: true, sort: askedFor, cell: entry => <code>{askedFor(entry)}</code> },
  {
    name: 'Answer',
    sort: answered,
    cell: entry => <span class={isError(entry) ? 'wrong' : ''}>{answered(entry) || <i>waiting</i>}</span>,
  },
  {
    name: 'Took',
    sort: ({ DurationMs }) => DurationMs ?? undefined,
    cell: ({ DurationMs }) => (DurationMs == null ? '' : `${Math.round(DurationMs)} ms`),
  },
  {
    name: 'Notes',
    wide: true,
    sort: notesOf,
    cell: notesOf,
  },
]

const KINDS = { '': 'All', http: 'HTTP', dns: 'DNS' }
const ANSWERS = { '': 'Any answer', wrong: 'Errors' }

const SEARCH = {
  label: 'Search paths, names, answers',
  texts: (entry: JournalEntry) => [entry.Method ?? 'DNS', askedFor(entry), answered(entry), notesOf(entry)],
}

/** How many there are for each choice. */
const countsOf = (entries: readonly JournalEntry[]): Readonly<Record<string, number>> => ({
  '': entries.length,
  http: entries.filter(({ Kind }) => Kind === 'http').length,
  dns: entries.filter(({ Kind }) => Kind === 'dns').length,
  wrong: entries.filter(isError).length,
})

/** Every request and every DNS question, the newest first. The page's own are not recorded. */
export function Journal() {
  const live = useLive<readonly JournalEntry[]>('/_miniconsul/journal?limit=1000')
  const [kind, answer] = [param('kind'), param('answer')]
  const entries = useMemo(() => (live.value ?? []).toReversed(), [live.value])
  const ofChoices = useMemo(
    () => entries.filter(entry => (kind === '' || entry.Kind === kind) && (answer === '' || isError(entry))),
    [entries, kind, answer],
  )
  const id = place.value.path[1]
  const chosen = entries.find(({ ID }) => String(ID) === id)
  const counts = useMemo(() => countsOf(entries), [entries])
  return (
    <ListPage
      title="Journal"
      live={live}
      choices={
        <>
          <Choice name="kind" label="Kind" values={KINDS} counts={counts} />
          <Choice name="answer" label="Answers" values={ANSWERS} counts={counts} />
        </>
      }
      search={SEARCH}
      actions={
        <Action done="The journal is empty." run={clearJournal}>
          Clear
        </Action>
      }
      layout="journal"
      items={ofChoices}
      total={entries.length}
      columns={COLUMNS}
      keyOf={({ ID }) => String(ID)}
      hrefOf={({ ID }) => hrefOf(['journal', String(ID)], listParams())}
      selected={id}
      empty={<NoRequests />}
      detail={
        chosen ? (
          <JournalDetail key={id} entry={chosen} closeHref={hrefOf(['journal'], listParams())} />
        ) : (
          id !== undefined && live.value && <Forgotten closeHref={hrefOf(['journal'], listParams())} />
        )
      }
    />
  )
}

/** The list as it is. */
const listParams = (): Record<string, string> => currentParams('q', 'kind', 'answer')

const NoRequests = () => (
  <Empty title="No requests yet" command={curlCommand('/v1/catalog/services')}>
    Every request and every DNS question is recorded here. Send one:
  </Empty>
)
