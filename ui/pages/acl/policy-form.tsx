import { useState } from 'preact/hooks'
import { CodeField, type ShownProblem } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { splitNames } from '../../lib/acl.ts'
import { savePolicy } from '../../lib/acl-save.ts'
import type { Policy } from '../../lib/acl-types.ts'
import { rulesProblem } from '../../lib/rules-problem.ts'
import { currentParams, go } from '../../shell/address.ts'
import { policyHref } from './links.ts'

const EXAMPLE = `service "web" {
  policy = "write"
}
service_prefix "" {
  policy = "read"
}
node_prefix "" {
  policy = "read"
}
key_prefix "web/" {
  policy = "write"
}
`

/** Makes a policy, or edits one. What the agent says of its rules is shown at their line. */
export function PolicyForm({ policy, listHref }: { policy?: Policy; listHref: string }) {
  const [problem, setProblem] = useState<ShownProblem | undefined>(undefined)
  const backHref = policy ? policyHref(policy.ID, currentParams('q')) : listHref
  const save = async ({ text, raw }: Fields): Promise<void> => {
    setProblem(undefined)
    const datacenters = splitNames(text('datacenters'))
    const { ID } = await savePolicy(policy?.ID, {
      ...policy,
      Name: text('name'),
      Description: text('description'),
      Rules: raw('rules'),
      Datacenters: datacenters.length > 0 ? datacenters : null,
    })
    go(policyHref(ID, currentParams('q')))
  }
  const showAtRules = (message: string): boolean => {
    setProblem(rulesProblem(message))
    return rulesProblem(message) !== undefined
  }
  return (
    <Detail title={policy ? `Edit ${policy.Name}` : 'New policy'} closeHref={backHref}>
      <EditForm
        label="Policy"
        done={policy ? 'The policy is saved.' : 'The policy is created.'}
        save={save}
        cancelHref={backHref}
        submit={policy ? 'Save' : 'Create'}
        onRefusal={showAtRules}
      >
        <TextField label="Name" name="name" value={policy?.Name ?? ''} required />
        <TextField label="Description" name="description" value={policy?.Description ?? ''} />
        <CodeField label="Rules, in HCL or JSON" name="rules" value={policy?.Rules ?? EXAMPLE} problem={problem} />
        <TextField
          label="Datacenters"
          name="datacenters"
          value={policy?.Datacenters?.join(', ') ?? ''}
          hint="Names with commas between them. Without any, the policy is valid in all of them."
        />
      </EditForm>
    </Detail>
  )
}
