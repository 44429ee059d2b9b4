import { useMemo } from 'preact/hooks'
import { Checks } from '../components/checks.tsx'
import { Facts, Meta } from '../components/facts.tsx'
import { WhenThere } from '../components/live-state.tsx'
import type { Column } from '../components/column.ts'
import { Rows } from '../components/rows.tsx'
import { Detail, Split } from '../components/split.tsx'
import { StatusCounts, StatusMark } from '../components/status.tsx'
import { Choice, Search, Toolbar } from '../components/toolbar.tsx'
import { countText } from '../lib/format.ts'
import { hrefOf } from '../lib/place.ts'
import { matcher } from '../lib/search.ts'
import { countStatuses, severity, statusCounts, worst } from '../lib/status.ts'
import type { NodeOverview } from '../lib/types.ts'
import { currentParams, param, place } from '../shell/address.ts'
import { useLive } from '../shell/use-live.ts'

const COLUMNS: readonly Column<NodeOverview>[] = [
  { name: 'Node', sort: ({ Node }) => Node, cell: ({ Node }) => Node },
  {
    name: 'Checks',
    sort: node => severity(countStatuses(node.Checks)),
    cell: ({ Checks: checks }) => <StatusCounts counts={countStatuses(checks)} />,
  },
  { name: 'Address', sort: ({ Address }) => Address, cell: ({ Address }) => <code>{Address}</code> },
  { name: 'Services', sort: ({ Services }) => Services.length, cell: ({ Services }) => Services.length },
]

const STATUS_CHOICES = { all: 'All', critical: 'Critical', warning: 'Warning', passing: 'Passing' }

/** All nodes with what is registered on them. */
export function Nodes() {
  const live = useLive<readonly NodeOverview[]>('/v1/internal/ui/nodes')
  const [search, status, name] = [param('q'), param('status'), place.value.path[1]]
  const nodes = live.value ?? []
  const found = useMemo(() => {
    const matches = matcher(search)
    return nodes.filter(
      ({ Node, Address, Services, Checks: checks }) =>
        (status === '' || status === 'all' || worst(countStatuses(checks)) === status) &&
        matches(Node, Address, ...Services.map(({ Service }) => Service)),
    )
  }, [nodes, search, status])
  const counts = useMemo(() => statusCounts(nodes.map(node => worst(countStatuses(node.Checks)))), [nodes])
  const chosen = nodes.find(({ Node }) => Node === name)
  return (
    <Split detail={chosen && <NodeDetail key={name} node={chosen} />}>
      <Toolbar title="Nodes" count={countText(found.length, nodes.length)}>
        <Choice name="status" label="Status" values={STATUS_CHOICES} counts={counts} />
        <Search label="Search names, addresses, services" />
      </Toolbar>
      <WhenThere of={live} what="nodes">
        <Rows
          label="Nodes"
          layout="nodes"
          items={found}
          columns={COLUMNS}
          keyOf={({ Node }) => Node}
          hrefOf={({ Node }) => hrefOf(['nodes', Node], currentParams('q', 'status'))}
          selected={name}
          empty="No matches"
        />
      </WhenThere>
    </Split>
  )
}

function NodeDetail({ node }: { node: NodeOverview }) {
  const ownChecks = node.Checks.filter(({ ServiceID }) => ServiceID === '')
  return (
    <Detail title={node.Node} closeHref={hrefOf(['nodes'], currentParams('q', 'status'))}>
      <Facts facts={{ Address: <code>{node.Address}</code>, ID: node.ID && <code>{node.ID}</code> }} />
      <h3>Checks of the node</h3>
      <Checks checks={ownChecks} />
      <h3>Services</h3>
      {node.Services.length === 0 && <p class="faint">None.</p>}
      <ul class="lines">
        {node.Services.map(({ ID, Service, Port }) => {
          const status = worst(countStatuses(node.Checks.filter(({ ServiceID }) => ServiceID === ID)))
          return (
            <li key={ID}>
              {status ? <StatusMark status={status} /> : <span class="mark" />}
              <a href={hrefOf(['services', Service], { instance: `${node.Node}/${ID}` })}>{Service}</a>
              <span class="faint">
                {ID !== Service && ID} {Port ? `:${Port}` : ''} {status ?? 'no checks'}
              </span>
            </li>
          )
        })}
      </ul>
      <Meta meta={node.Meta} />
    </Detail>
  )
}
