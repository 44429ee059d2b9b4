import { useMemo } from 'preact/hooks'
import { Tags } from '../../components/facts.tsx'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { StatusCounts } from '../../components/status.tsx'
import { Choice, Search, Toolbar } from '../../components/toolbar.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { countText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import { severity, statusCounts, summaryCounts, worst } from '../../lib/status.ts'
import type { ServiceSummary } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { ServiceDetail } from './detail.tsx'
import { ServiceForm } from './form.tsx'

const COLUMNS: readonly Column<ServiceSummary>[] = [
  {
    name: 'Service',
    sort: ({ Name }) => Name,
    cell: ({ Name, Kind }) => (
      <>
        {Name} {Kind && <span class="faint">{Kind}</span>}
      </>
    ),
  },
  {
    name: 'Checks',
    sort: service => severity(summaryCounts(service)),
    cell: service => <StatusCounts counts={summaryCounts(service)} />,
  },
  { name: 'Instances', sort: ({ InstanceCount }) => InstanceCount, cell: ({ InstanceCount }) => InstanceCount },
  { name: 'Nodes', sort: ({ Nodes }) => Nodes?.length ?? 0, cell: ({ Nodes }) => Nodes?.length ?? 0 },
  { name: 'Tags', sort: ({ Tags: tags }) => tags?.join(' '), cell: ({ Tags: tags }) => <Tags tags={tags} /> },
]

/** All services with the status of their checks. */
export function Services() {
  const live = useLive<readonly ServiceSummary[]>('/v1/internal/ui/services')
  const [search, status, name] = [param('q'), param('status'), place.value.path[1]]
  const creating = mayWrite() && param('new') === 'service'
  const services = live.value ?? []
  const found = useMemo(() => {
    const matches = matcher(search)
    return services.filter(
      service =>
        (status === '' || status === 'all' || (worst(summaryCounts(service)) ?? 'none') === status) &&
        matches(service.Name, service.Kind, ...(service.Tags ?? [])),
    )
  }, [services, search, status])
  const counts = useMemo(() => statusCounts(services.map(service => worst(summaryCounts(service)))), [services])
  return (
    <Split
      detail={
        name !== undefined ? (
          <ServiceDetail key={name} name={name} view={place.value.path[2]} />
        ) : (
          creating && <ServiceForm backHref={withParams({ new: undefined })} />
        )
      }
    >
      <Toolbar title="Services" count={countText(found.length, services.length)}>
        <Choice name="status" label="Status" values={STATUS_CHOICES} counts={counts} />
        <Search label="Search names and tags" />
        {mayWrite() && (
          <a class="button main" href={hrefOf(['services'], { ...currentParams('q', 'status'), new: 'service' })}>
            New service
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="services">
        <Rows
          label="Services"
          layout="services"
          items={found}
          columns={COLUMNS}
          keyOf={({ Name }) => Name}
          hrefOf={({ Name }) => hrefOf(['services', Name], currentParams('q', 'status'))}
          selected={name}
          empty={services.length === 0 ? <NoServices /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoServices = () => (
  <Empty title="No services" command={curlCommand('/v1/agent/service/register', { Name: 'web', Port: 8080 })}>
    Register one with the button above, or with this command:
  </Empty>
)

const STATUS_CHOICES = { all: 'All', critical: 'Critical', warning: 'Warning', passing: 'Passing' }
