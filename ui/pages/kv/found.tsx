import { useMemo } from 'preact/hooks'
import { NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { LockMark, ValuePreview } from '../../components/value-preview.tsx'
import { countText, sizeText } from '../../lib/format.ts'
import { keyPath, searchable, valueSize, valueText } from '../../lib/kv.ts'
import { hrefOf } from '../../lib/place.ts'
import type { KvEntry } from '../../lib/types.ts'
import { currentParams, param } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { NoKeys } from './no-keys.tsx'

const COLUMNS: readonly Column<KvEntry>[] = [
  { name: 'Key', sort: ({ Key }) => Key, cell: ({ Key }) => Key },
  { name: 'Value', wide: true, sort: valueText, cell: entry => <ValuePreview entry={entry} /> },
  { name: 'Size', sort: valueSize, cell: entry => sizeText(valueSize(entry)) },
  {
    name: 'Flags',
    sort: ({ Flags }) => Number(Flags),
    cell: ({ Flags }) => (String(Flags) === '0' ? '' : <code>{Flags}</code>),
  },
  { name: 'Lock', sort: ({ Session }) => (Session ? 1 : 0), cell: entry => <LockMark entry={entry} /> },
]

/** All keys below a folder, or those that hold what is searched for. */
export function KvFound({ folder, search }: { folder: string; search: string }) {
  const live = useLive<readonly KvEntry[]>(`/v1/kv/${keyPath(folder)}?recurse`)
  const entries = live.value ?? []
  const find = useMemo(() => searchable(entries), [entries])
  const withValues = param('in') !== 'keys'
  const found = useMemo(() => find(search, withValues), [find, search, withValues])
  return (
    <WhenThere of={live} what="keys">
      <p class="found" role="status">
        {countText(found.length, entries.length)} {entries.length === 1 ? 'key' : 'keys'}
      </p>
      <Rows
        label="Keys"
        layout="flat"
        items={found}
        columns={COLUMNS}
        keyOf={({ Key }) => Key}
        hrefOf={({ Key }) => hrefOf(['kv'], { folder, key: Key, ...currentParams('q', 'in', 'flat', 'view') })}
        selected={param('key')}
        empty={entries.length === 0 ? <NoKeys folder={folder} /> : NO_MATCHES}
      />
    </WhenThere>
  )
}
