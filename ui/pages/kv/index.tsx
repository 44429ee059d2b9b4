import { useEffect } from 'preact/hooks'
import { Split } from '../../components/split.tsx'
import { Choice, Search, Toolbar } from '../../components/toolbar.tsx'
import { crumbs, paramsOfPath } from '../../lib/kv.ts'
import { hrefOf } from '../../lib/place.ts'
import { go, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { KvFolder } from './folder.tsx'
import { KvFound } from './found.tsx'
import { KvKey } from './key.tsx'
import { KvNew } from './new.tsx'
import { KvTransfer } from './transfer.tsx'

/** Keys and values: folder by folder, or all below a folder in one list that can be searched. */
export function Kv() {
  const given = paramsOfPath(place.value.path)
  useEffect(() => {
    if (given) go(hrefOf(['kv'], given), { replace: true })
  }, [given])
  const [folder, key, search] = [param('folder'), param('key'), param('q')]
  const flat = param('flat') !== '' || search !== ''
  return (
    <Split detail={param('new') !== '' ? <KvNew folder={folder} /> : key !== '' && <KvKey key={key} name={key} />}>
      <Toolbar title="Key/Value">
        {search === '' && <Choice name="flat" label="Arrangement" values={{ '': 'Folders', all: 'Flat' }} />}
        <Search label="Search keys and values" />
        {search !== '' && <Choice name="in" label="Search in" values={{ '': 'Keys & values', keys: 'Keys' }} />}
        {mayWrite() && (
          <a class="button main" href={withParams({ new: 'key', key: undefined })}>
            New key
          </a>
        )}
      </Toolbar>
      <div class="under">
        <Breadcrumbs folder={folder} />
        <KvTransfer folder={folder} />
      </div>
      {flat ? <KvFound folder={folder} search={search} /> : <KvFolder folder={folder} />}
    </Split>
  )
}

function Breadcrumbs({ folder }: { folder: string }) {
  const parts = crumbs(folder)
  return (
    <nav class="crumbs" aria-label="Folder">
      <a href={hrefOf(['kv'], { flat: param('flat') })} aria-current={folder === '' ? 'true' : undefined}>
        All keys
      </a>
      {parts.map(({ name, prefix }) => (
        <a
          key={prefix}
          href={hrefOf(['kv'], { folder: prefix, flat: param('flat') })}
          aria-current={prefix === folder ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  )
}
