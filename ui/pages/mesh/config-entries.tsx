import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { configPath, type ConfigEntry, entryName, entrySummary } from '../../lib/config-entries.ts'
import { CONFIG_KINDS } from '../../lib/config-kinds.ts'
import { currentParams, go } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { ConfigDetail } from './config-detail.tsx'
import { ConfigNew } from './config-form.tsx'
import { configHref } from './links.ts'

const COLUMNS: readonly Column<ConfigEntry>[] = [
  { name: 'Name', sort: entryName, cell: entryName },
  { name: 'Modified', sort: ({ ModifyIndex }) => ModifyIndex, cell: ({ ModifyIndex }) => ModifyIndex },
  { name: 'Content', sort: entrySummary, cell: entrySummary, wide: true },
]

const SEARCH = {
  label: 'Search names and content',
  texts: (entry: ConfigEntry) => [entryName(entry), entrySummary(entry)],
}

/** The entries of one kind. */
export function ConfigEntries({ kind, name }: { kind: string; name: string | undefined }) {
  const live = useLive<readonly ConfigEntry[]>(configPath(kind))
  const list = configHref([kind], currentParams('q'))
  return (
    <ListPage
      title="Config entries"
      live={live}
      choices={<KindSelect kind={kind} />}
      search={SEARCH}
      create={{ text: 'New entry', href: configHref([kind, 'create'], currentParams('q')) }}
      what="entries"
      label={`Config entries of the kind ${kind}`}
      layout="entries"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={entryName}
      hrefOf={entry => configHref([kind, entryName(entry)], currentParams('q'))}
      selected={name}
      empty={<NoEntries kind={kind} />}
      detail={
        name !== undefined &&
        (name === 'create' ? (
          <ConfigNew kind={kind} listHref={list} />
        ) : (
          <ConfigDetail key={name} kind={kind} name={name} listHref={list} />
        ))
      }
    />
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
