import { useState } from 'preact/hooks'
import { JsonField } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { NODE_NAMES, NodeNames } from '../../components/node-names.tsx'
import { Detail } from '../../components/split.tsx'
import { PairsField } from '../../components/pairs-field.tsx'
import { indented } from '../../lib/json.ts'
import { parsedJson } from '../../lib/json-problem.ts'
import { parseList, parsePairs, parseWhole } from '../../lib/pairs.ts'
import { otherMembers, type ServiceDefinition } from '../../lib/service-definition.ts'
import { registerService } from '../../lib/service-save.ts'
import type { Instance } from '../../lib/types.ts'
import { go } from '../../shell/address.ts'
import { config } from '../../shell/config.ts'
import { instanceHref } from './links.ts'

/** Registers a service, or edits an instance of one. */
export function ServiceForm({ instance: given, backHref }: { instance?: Instance; backHref: string }) {
  // what comes meanwhile is not what was edited
  const [instance] = useState(given)
  const ownNode = config.value.NodeName
  const service = instance?.Service
  const save = async (fields: Fields): Promise<void> => {
    const { text } = fields
    const definition = definitionOf(fields, instance)
    const node = instance?.Node.Node ?? (text('node') || ownNode)
    await registerService({ node, address: text('nodeAddress'), ownNode }, definition, instance)
    go(instanceHref(String(definition['Name']), `${node}/${String(definition['ID'])}`))
  }
  return (
    <Detail title={service ? `Edit ${service.ID}` : 'New service'} closeHref={backHref}>
      <EditForm
        label="Service"
        done={service ? `${service.ID} is saved.` : 'The service is registered.'}
        save={save}
        cancelHref={backHref}
        submit={service ? 'Save' : 'Register'}
      >
        {!service && (
          <>
            <NodeNames />
            <TextField label="Name" name="name" required />
            <TextField label="ID" name="id" hint="Unique on the node. Default: the name." />
            <div class="pair">
              <TextField label="Node" name="node" value={ownNode} list={NODE_NAMES} />
              <TextField label="Address of the node" name="nodeAddress" hint="Only for a node that is not there yet." />
            </div>
          </>
        )}
        <div class="pair">
          <TextField label="Address" name="address" value={service?.Address ?? ''} hint="Default: that of the node." />
          <TextField label="Port" name="port" value={service?.Port ? String(service.Port) : ''} numeric />
        </div>
        <TextField label="Tags" name="tags" value={(service?.Tags ?? []).join(', ')} hint="Separated by commas." />
        <PairsField label="Metadata" name="meta" value={service?.Meta} rows={3} />
        <JsonField
          label="Other members, in JSON"
          name="others"
          value={indented(service ? otherMembers(service) : {})}
          rows={5}
          hint="As in the agent API: Weights, TaggedAddresses, Proxy, Connect, …"
        />
      </EditForm>
    </Detail>
  )
}

function definitionOf({ text, raw }: Fields, instance: Instance | undefined): ServiceDefinition {
  const others = parsedJson(raw('others'))
  if (typeof others !== 'object' || others === null || Array.isArray(others))
    throw new Error('The other members are a JSON object.')
  const Name = instance?.Service.Service ?? text('name')
  const Port = parseWhole('Port', text('port'))
  return {
    ...others,
    Name,
    ID: instance?.Service.ID ?? (text('id') || Name),
    Tags: parseList(text('tags')),
    Meta: parsePairs(raw('meta')),
    ...(text('address') !== '' && { Address: text('address') }),
    ...(Port !== undefined && { Port }),
  }
}
