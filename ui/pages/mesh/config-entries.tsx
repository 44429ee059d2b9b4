import type { Column } from '../../components/column.ts'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { configPath, type ConfigEntry, entryName, entrySummary } from '../../lib/config-entries.ts'
import { CONFIG_KINDS } from '../../lib/config-kinds.ts'
import { countText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { ConfigDetail } from './config-detail.tsx'
import { ConfigNew } from './config-form.tsx'
import { configHref } from './links.ts'

const COLUMNS: readonly Column<ConfigEntry>[] = [
  { name: 'Name', sort: entryName, cell: entryName },
  { name: 'Modified', sort: ({ ModifyIndex }) => ModifyIndex, cell: ({ ModifyIndex }) => ModifyIndex },
  { name: 'Content', sort: entrySummary, cell: entrySummary, wide: true },
]

/** The entries of one kind. */
export function ConfigEntries({ kind, name }: { kind: string; name: string | undefined }) {
  const live = useLive<readonly ConfigEntry[]>(configPath(kind))
  const matches = matcher(param('q'))
  const entries = live.value ?? []
  const found = entries.filter(entry => matches(entryName(entry), entrySummary(entry)))
  const list = configHref([kind], currentParams('q'))
  return (
    <Split
      detail={
        name !== undefined &&
        (name === 'create' ? (
          <ConfigNew kind={kind} listHref={list} />
        ) : (
          <ConfigDetail key={name} kind={kind} name={name} listHref={list} />
        ))
      }
    >
      <Toolbar title="Config entries" count={countText(found.length, entries.length)}>
        <KindSelect kind={kind} />
        <Search label="Search names and content" />
        {mayWrite() && (
          <a class="button main" href={configHref([kind, 'create'], currentParams('q'))}>
            New entry
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="entries">
        <Rows
          label={`Config entries of the kind ${kind}`}
          layout="entries"
          items={found}
          columns={COLUMNS}
          keyOf={entryName}
          hrefOf={entry => configHref([kind, entryName(entry)], currentParams('q'))}
          selected={name}
          empty={entries.length === 0 ? <NoEntries kind={kind} /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

function KindSelect({ kind }: { kind: string }) {
  return (
    <>
      <a class="button" href={configHref()}>
        All kinds
      </a>
      <select aria-label="Kind" value={kind} onChange={event => go(configHref([event.currentTarget.value]))}>
        {[...new Set([kind, ...Object.keys(CONFIG_KINDS)])].map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </>
  )
}

const NoEntries = ({ kind }: { kind: string }) => (
  <Empty
    title={`No entries of the kind ${kind}`}
    command={curlCommand('/v1/config', { Kind: kind, ...CONFIG_KINDS[kind]?.example })}
  >
    Write one with the button above, or with this command:
  </Empty>
)
