import { useMemo } from 'preact/hooks'
import { NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { StatusCounts } from '../../components/status.tsx'
import { Choice, Search, Toolbar } from '../../components/toolbar.tsx'
import { countText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import { countStatuses, severity, statusCounts, worst } from '../../lib/status.ts'
import type { NodeOverview } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLast } from '../../shell/use-last.ts'
import { useLive } from '../../shell/use-live.ts'
import { CheckForm } from '../checks/form.tsx'
import { NodeDetail } from './detail.tsx'
import { NodeForm } from './form.tsx'
import { nodeHref } from './links.ts'

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
  const chosen = useLast(
    nodes.find(({ Node }) => Node === name),
    ({ Node }) => Node === name,
  )
  const creating = mayWrite() && param('new') === 'node'
  return (
    <Split
      detail={
        chosen
          ? (formOf(chosen) ?? <NodeDetail key={name} node={chosen} isThere={nodes.includes(chosen)} />)
          : creating && <NodeForm backHref={withParams({ new: undefined })} />
      }
    >
      <Toolbar title="Nodes" count={countText(found.length, nodes.length)}>
        <Choice name="status" label="Status" values={STATUS_CHOICES} counts={counts} />
        <Search label="Search names, addresses, services" />
        {mayWrite() && (
          <a class="button main" href={hrefOf(['nodes'], { ...currentParams('q', 'status'), new: 'node' })}>
            New node
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="nodes">
        <Rows
          label="Nodes"
          layout="nodes"
          items={found}
          columns={COLUMNS}
          keyOf={({ Node }) => Node}
          hrefOf={({ Node }) => nodeHref(Node)}
          selected={name}
          empty={NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

/** The form that the address asks for. */
function formOf(node: NodeOverview) {
  if (!mayWrite()) return undefined
  const backHref = nodeHref(node.Node)
  const [edit, id] = [param('edit'), param('check')]
  if (edit === 'node') return <NodeForm key={node.Node} node={node} backHref={backHref} />
  if (param('new') !== 'check' && edit !== 'check') return undefined
  const check = node.Checks.find(({ CheckID }) => CheckID === id)
  return <CheckForm key={id} node={node.Node} check={check} backHref={backHref} />
}
