import { useState } from 'preact/hooks'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { PairsField } from '../../components/pairs-field.tsx'
import { send } from '../../lib/http.ts'
import { parsePairs } from '../../lib/pairs.ts'
import type { NodeOverview } from '../../lib/types.ts'
import { go } from '../../shell/address.ts'
import { nodeHref } from './links.ts'

/** Tagged addresses that were the node's address follow it. */
const movedWith = ({ Address, TaggedAddresses }: NodeOverview, to: string): Record<string, string> =>
  Object.fromEntries(Object.entries(TaggedAddresses ?? {}).map(([tag, one]) => [tag, one === Address ? to : one]))

/** Registers a node in the catalog, or edits one. The agent's own node is the agent's to describe. */
export function NodeForm({ node: given, backHref }: { node?: NodeOverview; backHref: string }) {
  const [node] = useState(given)
  const save = async ({ text, raw }: Fields): Promise<void> => {
    const name = node?.Node ?? text('name')
    await send('PUT', '/v1/catalog/register', {
      Node: name,
      Address: text('address'),
      NodeMeta: parsePairs(raw('meta')),
      ...(node && { ID: node.ID, TaggedAddresses: movedWith(node, text('address')) }),
    })
    go(nodeHref(name))
  }
  return (
    <Detail title={node ? `Edit ${node.Node}` : 'New node'} closeHref={backHref}>
      <EditForm
        label="Node"
        done={node ? `${node.Node} is saved.` : 'The node is registered.'}
        save={save}
        cancelHref={backHref}
        submit={node ? 'Save' : 'Register'}
      >
        {!node && <TextField label="Name" name="name" required />}
        <TextField label="Address" name="address" required value={node?.Address ?? ''} placeholder="10.0.0.1" />
        <PairsField label="Metadata" name="meta" value={node?.Meta} rows={3} />
        {!node && (
          <p class="faint">
            This is a node of the catalog only. A simulated node, with checks that run and sessions, joins on the page
            Cluster.
          </p>
        )}
      </EditForm>
    </Detail>
  )
}
