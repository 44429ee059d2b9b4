import { useEffect, useState } from 'preact/hooks'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { countEntries } from '../../lib/config-save.ts'
import { CONFIG_KINDS } from '../../lib/config-kinds.ts'
import { mayWrite } from '../../shell/config.ts'
import { identity } from '../../shell/identity.ts'
import { configHref } from './links.ts'

interface KindRow {
  readonly kind: string
  readonly about: string
  /** Undefined while it is not known. */
  readonly count: number | undefined
}

const COLUMNS: readonly Column<KindRow>[] = [
  { name: 'Kind', sort: ({ kind }) => kind, cell: ({ kind }) => kind },
  { name: 'Entries', sort: ({ count }) => count, cell: ({ count }) => count ?? '–' },
  { name: 'For', sort: ({ about }) => about, cell: ({ about }) => about, wide: true },
]

/** The kinds of config entries, and how many there are of each. */
export function ConfigKinds() {
  const counts = useCounts(identity.value?.AccessorID)
  const rows = Object.entries(CONFIG_KINDS).map(([kind, { about }]) => ({ kind, about, count: counts[kind] }))
  return (
    <div class="page">
      <Toolbar title="Config entries">
        {mayWrite() && (
          <a class="button main" href={configHref(['service-defaults', 'create'])}>
            New entry
          </a>
        )}
      </Toolbar>
      <Rows
        label="Kinds of config entries"
        layout="kinds"
        items={rows}
        columns={COLUMNS}
        keyOf={({ kind }) => kind}
        hrefOf={({ kind }) => configHref([kind])}
        empty="No kinds"
      />
    </div>
  )
}

/** Counted once, one kind after the other: to follow each would take more connections than a browser has. */
function useCounts(accessor: string | undefined): Readonly<Record<string, number | undefined>> {
  const [counts, setCounts] = useState<Readonly<Record<string, number | undefined>>>({})
  useEffect(() => {
    let ended = false
    const countAll = async (): Promise<void> => {
      for (const kind of Object.keys(CONFIG_KINDS)) {
        const count = await countEntries(kind)
        if (ended) return
        setCounts(known => ({ ...known, [kind]: count }))
      }
    }
    setCounts({})
    countAll().catch(() => undefined) // what is not known has no number
    return () => void (ended = true)
  }, [accessor])
  return counts
}
