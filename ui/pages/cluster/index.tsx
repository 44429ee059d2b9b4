import { useEffect } from 'preact/hooks'
import { Action } from '../../components/buttons.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { StatusMark } from '../../components/status.tsx'
import type { ClusterNode, ClusterState } from '../../lib/control-types.ts'
import { changeNode, leaveNode, putControl } from '../../lib/control-api.ts'
import type { Status } from '../../lib/status.ts'
import { param, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { JoinForm } from './form.tsx'

const MARKS: Readonly<Record<string, Status>> = { alive: 'passing', left: 'warning', failed: 'critical' }

const columns = (changed: () => void): readonly Column<ClusterNode>[] => [
  { name: 'Node', sort: ({ Name }) => Name, cell: ({ Name }) => Name },
  {
    name: 'Status',
    sort: ({ Status }) => Status,
    cell: ({ Status }) => (
      <span class="status">
        <StatusMark status={MARKS[Status] ?? 'critical'} /> {Status}
      </span>
    ),
  },
  { name: 'Address', sort: ({ Address }) => Address, cell: ({ Address }) => <code>{Address}</code> },
  {
    name: 'Role',
    sort: ({ Server }) => (Server ? 'server' : 'client'),
    cell: ({ Server }) => (Server ? 'server' : 'client'),
  },
  { name: 'Actions', wide: 'buttons', cell: node => <Actions node={node} changed={changed} /> },
]

function Actions({ node: { Name, Status }, changed }: { node: ClusterNode; changed: () => void }) {
  const action = (text: string, done: string, run: () => Promise<unknown>) => (
    <Action label={`${text} ${Name}`} done={`${Name} ${done}.`} run={() => run().then(changed)}>
      {text}
    </Action>
  )
  return (
    <span class="group">
      {Status === 'alive' && action('Fail', 'has failed', () => changeNode(Name, 'fail'))}
      {Status === 'failed' && action('Recover', 'is back', () => changeNode(Name, 'recover'))}
      {Status !== 'left' && action('Leave', 'has left', () => leaveNode(Name))}
    </span>
  )
}

/** The simulated nodes and the leader. The list is read again whenever a check changes. */
export function Cluster() {
  const checks = useLive<readonly unknown[]>('/v1/health/state/any')
  const live = useLive<ClusterState>('/_miniconsul/cluster')
  const { Leader = '', Nodes = [] } = live.value ?? {}
  const creating = mayWrite() && param('new') === 'node'
  useEffect(() => {
    if (checks.value) live.refresh()
  }, [checks.value])
  return (
    <ListPage
      title="Cluster"
      live={live}
      count={Leader === '' ? 'no leader' : `led by ${Leader}`}
      create={{ text: 'Add node', href: withParams({ new: 'node' }) }}
      actions={
        <>
          {Leader !== '' && (
            <Action done="The leader is lost." run={() => putControl('cluster/lose-leader').then(live.refresh)}>
              Lose the leader
            </Action>
          )}
          {Leader === '' && live.value && (
            <Action done="A leader is elected." run={() => putControl('cluster/elect').then(live.refresh)}>
              Elect a leader
            </Action>
          )}
        </>
      }
      label="Nodes of the cluster"
      layout="cluster"
      items={Nodes}
      columns={columns(live.refresh)}
      keyOf={({ Name }) => Name}
      empty="No nodes"
      detail={creating && <JoinForm changed={live.refresh} backHref={withParams({ new: undefined })} />}
    />
  )
}
