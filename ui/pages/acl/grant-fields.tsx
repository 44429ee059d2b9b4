import { CodeField } from '../../components/code-field.tsx'
import type { Fields } from '../../components/edit-form.tsx'
import { PickField } from '../../components/field.tsx'
import {
  linksTo,
  nodeIdentityLines,
  parseNodeIdentities,
  parseServiceIdentities,
  serviceIdentityLines,
} from '../../lib/acl.ts'
import type { Grants, Policy } from '../../lib/acl-types.ts'
import { config } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'

/** The fields for what tokens and roles have their rights from. */
export function GrantFields({ grants = {} }: { grants?: Grants | undefined }) {
  const policies = useLive<readonly Policy[]>('/v1/acl/policies')
  return (
    <>
      <PickField
        label="Policies"
        name="policy"
        names={(policies.value ?? []).map(({ Name }) => Name)}
        chosen={(grants.Policies ?? []).map(({ Name }) => Name)}
        empty="No policies"
      />
      <CodeField
        label="Service identities: one service in each line, as in “web” or “web: dc1, dc2”"
        name="services"
        rows={2}
        value={serviceIdentityLines(grants)}
      />
      <CodeField
        label="Node identities: one node in each line, as in “node1: dc1”"
        name="nodes"
        rows={2}
        value={nodeIdentityLines(grants)}
      />
    </>
  )
}

/** What was filled in. Templated policies stay as they are. */
export const grantsFrom = ({ text, all }: Fields): object => ({
  Policies: linksTo(all('policy')),
  ServiceIdentities: parseServiceIdentities(text('services')),
  NodeIdentities: parseNodeIdentities(text('nodes'), config.value.Datacenter),
})
