import { Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Detail } from '../../components/split.tsx'
import { configPath, type ConfigEntry, entryText } from '../../lib/config-entries.ts'
import { deleteEntry } from '../../lib/config-save.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { ConfigEdit } from './config-form.tsx'
import { configHref } from './links.ts'

export interface ConfigDetailProps {
  readonly kind: string
  readonly name: string
  readonly listHref: string
}

/** Kinds whose entries are about the service of the same name. */
const OF_A_SERVICE = /^service-/

/** One entry as it is written. */
export function ConfigDetail({ kind, name, listHref }: ConfigDetailProps) {
  const live = useLive<ConfigEntry>(configPath(kind, name))
  const entry = live.value
  const mayEdit = entry && mayWrite()
  if (mayEdit && param('edit') !== '') return <ConfigEdit entry={entry} />
  return (
    <Detail
      title={name}
      closeHref={listHref}
      actions={
        mayEdit && (
          <>
            <a class="button" href={configHref([kind, name], { ...currentParams('q'), edit: 'entry' })}>
              Edit
            </a>
            <Danger done="The entry is deleted." run={() => deleteEntry(entry).then(() => go(listHref))}>
              Delete
            </Danger>
          </>
        )
      }
    >
      <WhenThere of={live}>
        {entry ? (
          <>
            <Facts
              facts={{
                Kind: entry.Kind,
                Topology: OF_A_SERVICE.test(kind) && name !== '*' && (
                  <a href={hrefOf(['services', name, 'topology'])}>Topology of {name}</a>
                ),
                Created: entry.CreateIndex,
                Modified: entry.ModifyIndex,
              }}
            />
            <h3>Definition</h3>
            <pre tabIndex={0} aria-label="Definition">
              {entryText(entry)}
            </pre>
          </>
        ) : (
          <p class="empty">This entry does not exist, or not any more.</p>
        )}
      </WhenThere>
    </Detail>
  )
}
