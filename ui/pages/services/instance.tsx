import { Danger } from '../../components/buttons.tsx'
import { Checks } from '../../components/checks.tsx'
import { Facts, Meta, Tags } from '../../components/facts.tsx'
import { Maintenance } from '../../components/maintenance.tsx'
import { hrefOf } from '../../lib/place.ts'
import { deregisterService } from '../../lib/service-save.ts'
import type { Instance } from '../../lib/types.ts'
import { withParams } from '../../shell/address.ts'
import { config, mayWrite } from '../../shell/config.ts'
import { instanceKey } from './links.ts'

export const addressOf = ({ Node, Service }: Instance): string =>
  `${Service.Address || Node.Address}${Service.Port ? `:${Service.Port}` : ''}`

/** One instance: its checks, where it is, and the ways to change it. */
export function InstanceDetail({ instance }: { instance: Instance }) {
  const { Node, Service, Checks: checks } = instance
  const ownNode = config.value.NodeName
  const formHref = (params: Record<string, string>): string =>
    withParams({ instance: instanceKey(instance), ...params })
  return (
    <section class="closer" aria-label={`Instance ${Service.ID}`}>
      <header>
        <h3>{Service.ID}</h3>
        {mayWrite() && (
          <span class="group">
            <a class="button" href={formHref({ edit: 'service' })}>
              Edit
            </a>
            <a class="button" href={formHref({ new: 'check' })}>
              Add check
            </a>
            <Danger done={`${Service.ID} is deregistered.`} run={() => deregisterService(instance, ownNode)}>
              Deregister
            </Danger>
          </span>
        )}
      </header>
      <Checks checks={checks} editParams={{ instance: instanceKey(instance) }} />
      <Facts
        facts={{
          Service: Service.Service,
          Node: <a href={hrefOf(['nodes', Node.Node])}>{Node.Node}</a>,
          Address: <code>{addressOf(instance)}</code>,
          Tags: Service.Tags && Service.Tags.length > 0 ? <Tags tags={Service.Tags} /> : undefined,
        }}
      />
      <Meta meta={Service.Meta} />
      <Maintenance of={{ node: Node.Node, serviceId: Service.ID }} checks={checks} />
    </section>
  )
}
