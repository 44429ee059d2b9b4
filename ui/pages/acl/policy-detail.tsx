import { Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Detail } from '../../components/split.tsx'
import { isBuiltIn } from '../../lib/acl.ts'
import { deleteAcl } from '../../lib/acl-save.ts'
import type { Policy } from '../../lib/acl-types.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { policyHref } from './links.ts'
import { TokensWith } from './tokens-with.tsx'
import { PolicyForm } from './policy-form.tsx'

/** A policy: its rules, and the tokens that have it. */
export function PolicyDetail({ id, listHref }: { id: string; listHref: string }) {
  const live = useLive<Policy>(`/v1/acl/policy/${encodeURIComponent(id)}`)
  const policy = live.value
  const mayEdit = policy && mayWrite() && !isBuiltIn(policy.ID)
  if (mayEdit && param('edit') !== '') return <PolicyForm policy={policy} listHref={listHref} />
  return (
    <Detail
      title={policy?.Name ?? id}
      closeHref={listHref}
      actions={
        mayEdit && (
          <>
            <a class="button" href={policyHref(id, { ...currentParams('q'), edit: 'policy' })}>
              Edit
            </a>
            <Danger done="The policy is deleted." run={() => deleteAcl('policy', id).then(() => go(listHref))}>
              Delete
            </Danger>
          </>
        )
      }
    >
      <WhenThere of={live}>
        {policy && (
          <>
            <Facts
              facts={{
                ID: <code>{policy.ID}</code>,
                Description: policy.Description,
                Datacenters: policy.Datacenters?.join(', ') ?? 'all',
              }}
            />
            <h3>Rules</h3>
            <pre tabIndex={0} aria-label="Rules">
              {policy.Rules || '(no rules)'}
            </pre>
            <h3>Tokens with this policy</h3>
            <TokensWith filter={`policy=${encodeURIComponent(policy.ID)}`} />
          </>
        )}
      </WhenThere>
    </Detail>
  )
}
