import { Tags } from '../../components/facts.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { StatusChoice, useStatusChoice } from '../../components/status-choice.tsx'
import { StatusCounts } from '../../components/status.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { hrefOf } from '../../lib/place.ts'
import { severity, summaryCounts } from '../../lib/status.ts'
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

const SEARCH = {
  label: 'Search names and tags',
  texts: ({ Name, Kind, Tags: tags }: ServiceSummary) => [Name, Kind, ...(tags ?? [])],
}

/** All services with the status of their checks. */
export function Services() {
  const live = useLive<readonly ServiceSummary[]>('/v1/internal/ui/services')
  const [, name, view] = place.value.path
  const creating = mayWrite() && param('new') === 'service'
  const services = live.value ?? []
  const { ofStatus, counts } = useStatusChoice(services, summaryCounts)
  return (
    <ListPage
      title="Services"
      live={live}
      choices={<StatusChoice counts={counts} />}
      search={SEARCH}
      create={{ text: 'New service', href: hrefOf(['services'], { ...currentParams('q', 'status'), new: 'service' }) }}
      what="services"
      layout="services"
      items={ofStatus}
      total={services.length}
      columns={COLUMNS}
      keyOf={({ Name }) => Name}
      hrefOf={({ Name }) => hrefOf(['services', Name], currentParams('q', 'status'))}
      selected={name}
      empty={<NoServices />}
      detail={
        name !== undefined ? (
          <ServiceDetail key={name} name={name} view={view} />
        ) : (
          creating && <ServiceForm backHref={withParams({ new: undefined })} />
        )
      }
    />
  )
}

const NoServices = () => (
  <Empty title="No services" command={curlCommand('/v1/agent/service/register', { Name: 'web', Port: 8080 })}>
    Register one with the button above, or with this command:
  </Empty>
)
