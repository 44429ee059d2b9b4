import { WhenThere } from '../components/live-state.tsx'
import type { Column } from '../components/column.ts'
import { Rows } from '../components/rows.tsx'
import { folderOf, keyPath } from '../lib/kv.ts'
import { hrefOf } from '../lib/place.ts'
import { currentParams, param } from '../shell/address.ts'
import { useLive } from '../shell/use-live.ts'

interface Entry {
  readonly path: string
  readonly name: string
  readonly kind: 'up' | 'folder' | 'key'
}

const COLUMNS: readonly Column<Entry>[] = [
  {
    name: 'Key',
    cell: ({ name, kind }) => (
      <>
        <EntryMark kind={kind} /> {name}
      </>
    ),
  },
]

/** What lies directly in a folder. */
export function KvFolder({ folder }: { folder: string }) {
  const live = useLive<readonly string[]>(`/v1/kv/${keyPath(folder)}?keys&separator=/`)
  const up: Entry[] = folder === '' ? [] : [{ path: folderOf(folder), name: '..', kind: 'up' }]
  const below = (live.value ?? []).map((path): Entry => {
    const name = path.slice(folder.length)
    return { path, name: name === '' ? '(the folder itself)' : name, kind: isFolder(path, folder) ? 'folder' : 'key' }
  })
  return (
    <WhenThere of={live} what="keys">
      <Rows
        key={folder}
        label={folder === '' ? 'Keys' : `Keys in ${folder}`}
        layout="folder"
        items={[...up, ...below]}
        columns={COLUMNS}
        keyOf={({ path, kind }) => `${kind} ${path}`}
        hrefOf={({ path, kind }) =>
          kind === 'key'
            ? hrefOf(['kv'], { folder, key: path, ...currentParams('view') })
            : hrefOf(['kv'], { folder: path })
        }
        selected={`key ${param('key')}`}
        empty="No keys yet"
      />
    </WhenThere>
  )
}

/** A listing gives folders with their slash; a key that ends so, too, is shown as the folder that it stands for. */
const isFolder = (path: string, folder: string): boolean => path.endsWith('/') && path !== folder

function EntryMark({ kind }: { kind: Entry['kind'] }) {
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
