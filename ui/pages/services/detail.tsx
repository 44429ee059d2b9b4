import { useMemo } from 'preact/hooks'
import { Tags } from '../../components/facts.tsx'
import { NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Detail } from '../../components/split.tsx'
import { StatusCounts } from '../../components/status.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { Search } from '../../components/toolbar.tsx'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import { countStatuses, severity, worst } from '../../lib/status.ts'
import type { Instance } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { CheckForm } from '../checks/form.tsx'
import { useLast } from '../../shell/use-last.ts'
import { ServiceTopology } from '../mesh/topology.tsx'
import { ServiceForm } from './form.tsx'
import { addressOf, InstanceDetail } from './instance.tsx'
import { instanceHref, instanceKey } from './links.ts'

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
  const named = useLast(
    instances.find(instance => instanceKey(instance) === selected),
    last => instanceKey(last) === selected,
  )
  const chosen = instances.find(instance => instance === named) ?? worstOf(instances)
  const form = mayWrite() && named && formOf(named)
  if (form) return form
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
            empty={instances.length === 0 ? 'No instances' : NO_MATCHES}
          />
          {chosen && <InstanceDetail key={instanceKey(chosen)} instance={chosen} />}
        </WhenThere>
      )}
    </Detail>
  )
}

/** The form that the address asks for. */
function formOf(instance: Instance) {
  const { Node, Service, Checks } = instance
  const backHref = instanceHref(Service.Service, instanceKey(instance))
  const [edit, id] = [param('edit'), param('check')]
  if (edit === 'service') return <ServiceForm key={instanceKey(instance)} instance={instance} backHref={backHref} />
  const check = Checks.find(({ CheckID }) => CheckID === id)
  if (param('new') !== 'check' && edit !== 'check') return undefined
  return (
    <CheckForm
      key={id}
      node={Node.Node}
      serviceId={check?.ServiceID === '' ? undefined : Service.ID}
      check={check}
      backHref={backHref}
    />
  )
}

/** The instance that is selected at first: an unhealthy one, if any. */
const worstOf = (instances: readonly Instance[]): Instance | undefined =>
  instances.find(({ Checks }) => worst(countStatuses(Checks)) === 'critical') ??
  instances.find(({ Checks }) => worst(countStatuses(Checks)) === 'warning') ??
  instances[0]
