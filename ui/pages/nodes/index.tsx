import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { StatusChoice, useStatusChoice } from '../../components/status-choice.tsx'
import { StatusCounts } from '../../components/status.tsx'
import { hrefOf } from '../../lib/place.ts'
import { type Counts, countStatuses, severity } from '../../lib/status.ts'
import type { NodeOverview } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLast } from '../../shell/use-last.ts'
import { useLive } from '../../shell/use-live.ts'
import { CheckForm } from '../checks/form.tsx'
import { NodeDetail } from './detail.tsx'
import { NodeForm } from './form.tsx'
import { nodeHref } from './links.ts'

const checkCounts = ({ Checks: checks }: NodeOverview): Counts => countStatuses(checks)

const COLUMNS: readonly Column<NodeOverview>[] = [
  { name: 'Node', sort: ({ Node }) => Node, cell: ({ Node }) => Node },
  {
    name: 'Checks',
    sort: node => severity(checkCounts(node)),
    cell: node => <StatusCounts counts={checkCounts(node)} />,
  },
  { name: 'Address', sort: ({ Address }) => Address, cell: ({ Address }) => <code>{Address}</code> },
  { name: 'Services', sort: ({ Services }) => Services.length, cell: ({ Services }) => Services.length },
]

const SEARCH = {
  label: 'Search names, addresses, services',
  texts: ({ Node, Address, Services }: NodeOverview) => [Node, Address, ...Services.map(({ Service }) => Service)],
}

/** All nodes with what is registered on them. */
export function Nodes() {
  const live = useLive<readonly NodeOverview[]>('/v1/internal/ui/nodes')
  const [, name] = place.value.path
  const nodes = live.value ?? []
  const { ofStatus, counts } = useStatusChoice(nodes, checkCounts)
  const chosen = useLast(
    nodes.find(({ Node }) => Node === name),
    ({ Node }) => Node === name,
  )
  const creating = mayWrite() && param('new') === 'node'
  return (
    <ListPage
      title="Nodes"
      live={live}
      choices={<StatusChoice counts={counts} />}
      search={SEARCH}
      create={{ text: 'New node', href: hrefOf(['nodes'], { ...currentParams('q', 'status'), new: 'node' }) }}
      what="nodes"
      layout="nodes"
      items={ofStatus}
      total={nodes.length}
      columns={COLUMNS}
      keyOf={({ Node }) => Node}
      hrefOf={({ Node }) => nodeHref(Node)}
      selected={name}
      detail={
        chosen
          ? (formOf(chosen) ?? <NodeDetail key={name} node={chosen} isThere={nodes.includes(chosen)} />)
          : creating && <NodeForm backHref={withParams({ new: undefined })} />
      }
    />
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
