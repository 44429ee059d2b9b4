import { useState } from 'preact/hooks'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { agentCheck, catalogCheck, CHECK_KINDS, type CheckFields, kindOfType } from '../../lib/check-definition.ts'
import { registerCheck } from '../../lib/service-save.ts'
import { statusOf } from '../../lib/status.ts'
import type { Check } from '../../lib/types.ts'
import { go } from '../../shell/address.ts'
import { config } from '../../shell/config.ts'

export interface CheckFormProps {
  readonly node: string
  /** Undefined for a check of the node. */
  readonly serviceId?: string | undefined
  /** The check that is edited; undefined for a new one. */
  readonly check?: Check | undefined
  readonly backHref: string
}

const KINDS = Object.fromEntries(Object.entries(CHECK_KINDS).map(([kind, { name }]) => [kind, name]))
const STATUSES = { passing: 'passing', warning: 'warning', critical: 'critical' }

/** Registers a check, or an edited one anew. An agent runs its own checks; those of other nodes keep the status that they are given. */
export function CheckForm({ node, serviceId, check, backHref }: CheckFormProps) {
  const ownNode = config.value.NodeName
  // an agent keeps the status of a check that is registered again
  const runs = node === ownNode
  const [kind, setKind] = useState((check && kindOfType(check.Type)) ?? 'ttl')
  const save = async ({ text }: Fields): Promise<void> => {
    const fields: CheckFields = {
      id: check?.CheckID ?? text('id'),
      name: text('name'),
      kind,
      target: text('target'),
      interval: text('interval'),
      timeout: text('timeout'),
      notes: text('notes'),
      status: text('status'),
      output: text('output'),
    }
    const definition = runs ? agentCheck(fields) : catalogCheck(fields)
    await registerCheck({ node, ownNode }, { ...definition, ...(serviceId !== undefined && { ServiceID: serviceId }) })
    go(backHref)
  }
  const about = serviceId === undefined ? `node ${node}` : serviceId
  return (
    <Detail title={check ? `Edit check ${check.Name || check.CheckID}` : `New check of ${about}`} closeHref={backHref}>
      <EditForm
        label="Check"
        done="The check is registered."
        save={save}
        cancelHref={backHref}
        submit={check ? 'Save' : 'Register'}
      >
        <TextField label="Name" name="name" required value={check?.Name ?? ''} />
        {!check && <TextField label="ID" name="id" hint="Default: the name." />}
        {runs ? (
          <Runs kind={kind} setKind={setKind} check={check} />
        ) : (
          <p class="faint">
            {node} runs no checks here: this one keeps its status until it is changed on this page or over the API.
          </p>
        )}
        {!(runs && check) && (
          <SelectField
            label="Status"
            name="status"
            values={STATUSES}
            value={check ? statusOf(check.Status) : 'passing'}
          />
        )}
        {!runs && <TextField label="Output" name="output" value={check?.Output ?? ''} />}
        <TextField label="Notes" name="notes" value={check?.Notes ?? ''} />
      </EditForm>
    </Detail>
  )
}

interface RunsProps {
  readonly kind: string
  readonly setKind: (kind: string) => void
  readonly check: Check | undefined
}

function Runs({ kind, setKind, check }: RunsProps) {
  const { label, example, runs } = CHECK_KINDS[kind] ?? { label: 'Target', example: '', runs: false }
  return (
    <>
      <SelectField label="Kind" name="kind" values={KINDS} value={kind} onChange={setKind} />
      <TextField
        key={kind}
        label={label}
        name="target"
        required
        placeholder={example}
        hint={check && 'The agent does not tell what it is now: give it again.'}
      />
      {runs && <TextField label="Interval" name="interval" required value={check?.Interval || '10s'} />}
      {runs && <TextField label="Timeout" name="timeout" placeholder="10s" hint="Default: 10s." />}
    </>
  )
}
