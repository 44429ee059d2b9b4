import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { NODE_NAMES, NodeNames } from '../../components/node-names.tsx'
import { Detail } from '../../components/split.tsx'
import { send } from '../../lib/http.ts'
import { parseList } from '../../lib/pairs.ts'
import { hrefOf } from '../../lib/place.ts'
import { currentParams, go } from '../../shell/address.ts'
import { config } from '../../shell/config.ts'

const BEHAVIORS = { release: 'release: keys stay, unlocked', delete: 'delete: keys are deleted' }

/** Creates a session. */
export function SessionForm({ backHref }: { backHref: string }) {
  const save = async ({ text }: Fields): Promise<void> => {
    const { ID } = JSON.parse(
      await send('PUT', '/v1/session/create', {
        Name: text('name'),
        Node: text('node'),
        TTL: text('ttl'),
        Behavior: text('behavior'),
        LockDelay: text('lockDelay'),
        NodeChecks: parseList(text('nodeChecks')),
        ...(text('serviceChecks') !== '' && {
          ServiceChecks: parseList(text('serviceChecks')).map(one => ({ ID: one })),
        }),
      }),
    ) as { ID: string }
    go(hrefOf(['sessions', ID], currentParams('q')))
  }
  return (
    <Detail title="New session" closeHref={backHref}>
      <EditForm label="Session" done="The session is created." save={save} cancelHref={backHref} submit="Create">
        <NodeNames />
        <TextField label="Name" name="name" />
        <TextField label="Node" name="node" value={config.value.NodeName} list={NODE_NAMES} />
        <div class="pair">
          <TextField label="TTL" name="ttl" placeholder="15s" hint="10s to 24h. Empty: until it is destroyed." />
          <TextField label="Lock delay" name="lockDelay" value="15s" />
        </div>
        <SelectField label="Behavior when it ends" name="behavior" values={BEHAVIORS} />
        <TextField
          label="Checks of the node"
          name="nodeChecks"
          value="serfHealth"
          hint="IDs, separated by commas. The session ends when one is critical."
        />
        <TextField label="Checks of services" name="serviceChecks" hint="IDs, separated by commas." />
      </EditForm>
    </Detail>
  )
}
