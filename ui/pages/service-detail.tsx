import { useMemo } from 'preact/hooks'
import { Danger } from '../components/buttons.tsx'
import { Checks } from '../components/checks.tsx'
import { Facts, Meta, Tags } from '../components/facts.tsx'
import { WhenThere } from '../components/live-state.tsx'
import type { Column } from '../components/column.ts'
import { Rows } from '../components/rows.tsx'
import { Detail } from '../components/split.tsx'
import { StatusCounts } from '../components/status.tsx'
import { Tabs } from '../components/tabs.tsx'
import { Search } from '../components/toolbar.tsx'
import { send } from '../lib/http.ts'
import { hrefOf } from '../lib/place.ts'
import { matcher } from '../lib/search.ts'
import { countStatuses, severity, worst } from '../lib/status.ts'
import type { Instance } from '../lib/types.ts'
import { currentParams, param, place, withParams } from '../shell/address.ts'
import { config } from '../shell/config.ts'
import { useLive } from '../shell/use-live.ts'
import { ServiceTopology } from './mesh/topology.tsx'

const addressOf = ({ Node, Service }: Instance): string =>
  `${Service.Address || Node.Address}${Service.Port ? `:${Service.Port}` : ''}`

const instanceKey = ({ Node, Service }: Instance): string => `${Node.Node}/${Service.ID}`

const COLUMNS: readonly Column<Instance>[] = [
  { name: 'Instance', sort: ({ Service }) => Service.ID, cell: ({ Service }) => Service.ID },
  {
    name: 'Checks',
    sort: ({ Checks }) => severity(countStatuses(Checks)),
    cell: ({ Checks }) => <StatusCounts counts={countStatuses(Checks)} />,
  },
  { name: 'Node', sort: ({ Node }) => Node.Node, cell: ({ Node }) => Node.Node },
  { name: 'Address', sort: addressOf, cell: instance => <code>{addressOf(instance)}</code> },
  { name: 'Tags', sort: ({ Service }) => Service.Tags?.join(' '), cell: ({ Service }) => <Tags tags={Service.Tags} /> },
]

/** Views of Consul's own page that the topology has all of. */
const TOPOLOGY_VIEWS: ReadonlySet<string> = new Set(['topology', 'intentions', 'routing'])

const tabsOf = (name: string): Readonly<Record<string, string>> => {
  const params = currentParams('q', 'status')
  return {
    Instances: hrefOf(['services', name], params),
    Topology: hrefOf(['services', name, 'topology'], params),
  }
}

/** The instances of a service with the details of one, or the services around it. */
export function ServiceDetail({ name, view }: { name: string; view: string | undefined }) {
  const isTopology = view !== undefined && TOPOLOGY_VIEWS.has(view)
  const live = useLive<readonly Instance[]>(`/v1/health/service/${encodeURIComponent(name)}`)
  // Consul's own page has node and instance in the path
  const [search, selected] = [param('iq'), param('instance') || place.value.path.slice(3, 5).join('/')]
  const instances = live.value ?? []
  const found = useMemo(() => {
    const matches = matcher(search)
    return instances.filter(({ Node, Service, Checks }) =>
      matches(Service.ID, Node.Node, Service.Address, ...(Service.Tags ?? []), ...Checks.map(({ Status }) => Status)),
    )
  }, [instances, search])
  const chosen = instances.find(instance => instanceKey(instance) === selected) ?? worstOf(instances)
  return (
    <Detail
      title={name}
      closeHref={hrefOf(['services'], currentParams('q', 'status'))}
      actions={!isTopology && <Search label="Search instances" name="iq" />}
    >
      <Tabs label={`Views of ${name}`} tabs={tabsOf(name)} current={isTopology ? 'Topology' : 'Instances'} />
      {isTopology ? (
        <ServiceTopology name={name} kind={instances[0]?.Service.Kind ?? ''} />
      ) : (
        <WhenThere of={live}>
          <Rows
            label={`Instances of ${name}`}
            layout="instances"
            orderParam="isort"
            items={found}
            columns={COLUMNS}
            keyOf={instanceKey}
            hrefOf={instance => withParams({ instance: instanceKey(instance) })}
            selected={chosen && instanceKey(chosen)}
            empty={instances.length === 0 ? 'This service has no instance.' : 'No instance is like that.'}
          />
          {chosen && <InstanceDetail key={instanceKey(chosen)} instance={chosen} />}
        </WhenThere>
      )}
    </Detail>
  )
}

/** The instance that is selected at first: an unhealthy one, if any. */
const worstOf = (instances: readonly Instance[]): Instance | undefined =>
  instances.find(({ Checks }) => worst(countStatuses(Checks)) === 'critical') ??
  instances.find(({ Checks }) => worst(countStatuses(Checks)) === 'warning') ??
  instances[0]

function InstanceDetail({ instance }: { instance: Instance }) {
  const { Node, Service, Checks: checks } = instance
  return (
    <section class="closer" aria-label={`Instance ${Service.ID}`}>
      <header>
        <h3>{Service.ID}</h3>
        <Danger done={`${Service.ID} is deregistered.`} run={() => deregister(instance)}>
          Deregister
        </Danger>
      </header>
      <Checks checks={checks} />
      <Facts
        facts={{
          Node: <a href={hrefOf(['nodes', Node.Node])}>{Node.Node}</a>,
          Address: <code>{addressOf(instance)}</code>,
          Tags: Service.Tags && Service.Tags.length > 0 ? <Tags tags={Service.Tags} /> : undefined,
        }}
      />
      <Meta meta={Service.Meta} />
    </section>
  )
}

/** What the agent itself registered is taken from the agent, which would register it again otherwise. */
async function deregister({ Node, Service }: Instance): Promise<void> {
  if (Node.Node === config.value.NodeName) {
    const known = await send('PUT', `/v1/agent/service/deregister/${encodeURIComponent(Service.ID)}`).catch(() => false)
    if (known !== false) return
  }
  await send('PUT', '/v1/catalog/deregister', { Node: Node.Node, ServiceID: Service.ID })
}
