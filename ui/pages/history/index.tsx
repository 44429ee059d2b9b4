import { useMemo } from 'preact/hooks'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { Detail } from '../../components/split.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { commitText } from '../../lib/changes.ts'
import { cliCommand } from '../../lib/commands.ts'
import type { Commit } from '../../lib/control-types.ts'
import { timeText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, place } from '../../shell/address.ts'
import { status } from '../../shell/status.ts'
import { useLive } from '../../shell/use-live.ts'
import { CommitDetail } from './detail.tsx'

const COLUMNS: readonly Column<Commit>[] = [
  { name: 'Index', sort: ({ Index }) => Index, cell: ({ Index }) => Index },
  { name: 'At', sort: ({ At }) => At, cell: ({ At }) => <code>{timeText(At)}</code> },
  { name: 'Rows', sort: ({ Changes }) => Changes.length, cell: ({ Changes }) => Changes.length },
  { name: 'Changes', wide: true, sort: commitText, cell: commitText },
]

const SEARCH = {
  label: 'Search keys, names, tables',
  texts: (commit: Commit) => [String(commit.Index), commitText(commit)],
}

/** The last commits with what each changed, and a way back to each of them. */
export function HistoryPage() {
  if (status.value === undefined) return <p class="empty">Loading …</p>
  return status.value.History ? <Commits /> : <Off />
}

function Off() {
  return (
    <div class="page">
      <Toolbar title="History" />
      <div class="empty">
        <Empty title="No history is kept" command="miniconsul agent -dev -history=100">
          An agent that is started with -history remembers its last commits: this page shows what each changed, and goes
          back to one.
        </Empty>
      </div>
    </div>
  )
}

function Commits() {
  const live = useLive<readonly Commit[]>('/_miniconsul/history')
  const [, id] = place.value.path
  const commits = useMemo(() => (live.value ?? []).toReversed(), [live.value])
  const chosen = commits.find(({ Index }) => String(Index) === id)
  const closeHref = hrefOf(['history'], currentParams('q'))
  return (
    <ListPage
      title="History"
      live={live}
      search={SEARCH}
      label="Commits"
      layout="commits"
      items={commits}
      columns={COLUMNS}
      keyOf={({ Index }) => String(Index)}
      hrefOf={({ Index }) => hrefOf(['history', String(Index)], currentParams('q'))}
      selected={id}
      empty={<NoCommits />}
      detail={
        chosen ? (
          <CommitDetail key={id} commit={chosen} isLast={chosen === commits[0]} closeHref={closeHref} />
        ) : (
          id !== undefined &&
          live.value && (
            <Detail title={`Commit ${id}`} closeHref={closeHref}>
              <p class="empty">This commit is not remembered any more.</p>
            </Detail>
          )
        )
      }
    />
  )
}

const NoCommits = () => (
  <Empty title="No commits yet" command={cliCommand('kv put app/name shop')}>
    Whatever changes the state is listed here, as this command does:
  </Empty>
)
