import { useMemo } from 'preact/hooks'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { LockMark, ValuePreview } from '../../components/value-preview.tsx'
import { sizeText } from '../../lib/format.ts'
import { folderOf, keyPath, valueSize, valueText } from '../../lib/kv.ts'
import { hrefOf } from '../../lib/place.ts'
import type { KvEntry } from '../../lib/types.ts'
import { currentParams, param } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { useValues } from '../../shell/use-values.ts'
import { NoKeys } from './no-keys.tsx'

interface Row {
  readonly path: string
  readonly name: string
  readonly kind: 'folder' | 'key'
  /** Undefined for folders, and while it is not read. */
  readonly entry?: KvEntry | undefined
}

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'Key',
    sort: ({ name }) => name,
    cell: ({ name, kind }) => (
      <>
        <EntryMark kind={kind} /> {name}
      </>
    ),
  },
  {
    name: 'Value',
    wide: true,
    sort: ({ entry }) => entry && valueText(entry),
    cell: ({ entry }) => entry && <ValuePreview entry={entry} />,
  },
  {
    name: 'Size',
    sort: ({ entry }) => entry && valueSize(entry),
    cell: ({ entry }) => entry && sizeText(valueSize(entry)),
  },
  {
    name: 'Lock',
    sort: ({ entry }) => entry && (entry.Session ? 1 : 0),
    cell: ({ entry }) => entry && <LockMark entry={entry} />,
  },
]

/** What lies directly in a folder. */
export function KvFolder({ folder }: { folder: string }) {
  const live = useLive<readonly string[]>(`/v1/kv/${keyPath(folder)}?keys&separator=/`)
  const paths = live.value ?? NONE
  const keys = useMemo(() => paths.filter(path => !isFolder(path, folder)), [paths, folder])
  const values = useValues(keys, live.index)
  const rows = useMemo(
    () =>
      paths.map((path): Row => {
        const name = path.slice(folder.length)
        if (isFolder(path, folder)) return { path, name, kind: 'folder' }
        return { path, name: name === '' ? '(the folder itself)' : name, kind: 'key', entry: values.get(path) }
      }),
    [paths, folder, values],
  )
  return (
    <WhenThere of={live} what="keys">
      {folder !== '' && (
        <a class="up" href={hrefOf(['kv'], { folder: folderOf(folder), ...currentParams() })}>
          <EntryMark kind="folder" /> .. <span class="unseen">Up to {folderOf(folder) || 'all keys'}</span>
        </a>
      )}
      <Rows
        key={folder}
        label={folder === '' ? 'Keys' : `Keys in ${folder}`}
        layout="folder"
        items={rows}
        columns={COLUMNS}
        keyOf={({ path, kind }) => `${kind} ${path}`}
        hrefOf={({ path, kind }) =>
          kind === 'key'
            ? hrefOf(['kv'], { folder, key: path, ...currentParams('view') })
            : hrefOf(['kv'], { folder: path, ...currentParams() })
        }
        selected={`key ${param('key')}`}
        empty={<NoKeys folder={folder} />}
      />
    </WhenThere>
  )
}

const NONE: readonly string[] = []

/** A listing gives folders with their slash; a key that ends so, too, is shown as the folder that it stands for. */
const isFolder = (path: string, folder: string): boolean => path.endsWith('/') && path !== folder

function EntryMark({ kind }: { kind: Row['kind'] }) {
  return (
    <svg class="entry" viewBox="0 0 14 12" width="14" height="12" aria-hidden="true">
      {kind === 'key' ? (
        <path d="M3.500 1h5l2.500 2.500V11h-7.500z" />
      ) : (
        <path class="full" d="M1 2.500h4.500L7 4h6v7H1z" />
      )}
    </svg>
  )
}
