import { CodeField } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { send } from '../../lib/http.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, go } from '../../shell/address.ts'

/** Fires a user event. */
export function EventForm({ backHref }: { backHref: string }) {
  const fire = async ({ text, raw }: Fields): Promise<void> => {
    const filters = new URLSearchParams()
    for (const name of ['node', 'service', 'tag']) if (text(name) !== '') filters.set(name, text(name))
    const query = filters.size === 0 ? '' : `?${filters.toString()}`
    const path = `/v1/event/fire/${encodeURIComponent(text('name'))}${query}`
    const { ID } = JSON.parse(await send('PUT', path, raw('payload'))) as { ID: string }
    go(hrefOf(['events', ID], currentParams('q')))
  }
  return (
    <Detail title="Fire event" closeHref={backHref}>
      <EditForm label="Fire event" done="The event is fired." save={fire} cancelHref={backHref} submit="Fire">
        <TextField label="Name" name="name" required />
        <CodeField label="Payload" name="payload" value="" rows={4} />
        <TextField label="Only for nodes like" name="node" hint="A regular expression. Empty: all nodes." />
        <div class="pair">
          <TextField label="Only for services like" name="service" hint="A regular expression. Empty: all." />
          <TextField label="With a tag like" name="tag" hint="Only together with a service." />
        </div>
      </EditForm>
    </Detail>
  )
}
