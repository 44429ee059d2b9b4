import { JsonField } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { PairsField } from '../../components/pairs-field.tsx'
import { joinNode } from '../../lib/control-api.ts'
import { parsedJson } from '../../lib/json-problem.ts'
import { parsePairs } from '../../lib/pairs.ts'
import { go } from '../../shell/address.ts'

const ROLES = { client: 'client', server: 'server' }

/** Adds a simulated node to the cluster. */
export function JoinForm({ changed, backHref }: { changed: () => void; backHref: string }) {
  const join = async ({ text, raw }: Fields): Promise<void> => {
    await joinNode(text('name'), {
      ...(text('address') !== '' && { Address: text('address') }),
      Server: text('role') === 'server',
      Meta: parsePairs(raw('meta')),
      Services: parsedJson(raw('services')),
      Checks: parsedJson(raw('checks')),
    })
    changed()
    go(backHref)
  }
  return (
    <Detail title="Add node" closeHref={backHref}>
      <EditForm label="Add node" done="The node has joined." save={join} cancelHref={backHref} submit="Join">
        <TextField label="Name" name="name" required />
        <div class="pair">
          <TextField label="Address" name="address" hint="Default: the next free loopback address." />
          <SelectField label="Role" name="role" values={ROLES} />
        </div>
        <PairsField label="Metadata" name="meta" />
        <JsonField
          label="Services, in JSON"
          name="services"
          value="[]"
          rows={4}
          hint='A list as in the agent API: [{"Name": "web", "Port": 8080, "Check": "passing"}]'
        />
        <JsonField label="Checks of the node, in JSON" name="checks" value="[]" rows={3} />
      </EditForm>
    </Detail>
  )
}
