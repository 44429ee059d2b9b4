import { Danger } from '../../components/buttons.tsx'
import { Checks } from '../../components/checks.tsx'
import { Facts, Meta } from '../../components/facts.tsx'
import { Maintenance } from '../../components/maintenance.tsx'
import { Detail } from '../../components/split.tsx'
import { StatusMark } from '../../components/status.tsx'
import { send } from '../../lib/http.ts'
import { hrefOf } from '../../lib/place.ts'
import { countStatuses, worst } from '../../lib/status.ts'
import type { NodeOverview } from '../../lib/types.ts'
import { go, withParams } from '../../shell/address.ts'
import { config, mayWrite } from '../../shell/config.ts'
import { nodeHref } from './links.ts'

export interface NodeDetailProps {
  readonly node: NodeOverview
  /** False for one that was deregistered meanwhile. */
  readonly isThere: boolean
}

/** A node: its checks and services, and the ways to change it. */
export function NodeDetail({ node, isThere }: NodeDetailProps) {
  const ownChecks = node.Checks.filter(({ ServiceID }) => ServiceID === '')
  return (
    <Detail title={node.Node} closeHref={nodeHref()} actions={isThere && <NodeActions node={node} />}>
      {!isThere && <p class="hint">This node was deregistered.</p>}
      <Facts facts={{ Address: <code>{node.Address}</code>, ID: node.ID && <code>{node.ID}</code> }} />
      <h3>Checks of the node</h3>
      <Checks checks={ownChecks} editParams={{}} />
      <h3>Services</h3>
      {node.Services.length === 0 && <p class="faint">No services</p>}
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
      {isThere && <Maintenance of={{ node: node.Node }} checks={ownChecks} />}
    </Detail>
  )
}

function NodeActions({ node: { Node } }: { node: NodeOverview }) {
  if (!mayWrite()) return null
  const isOwn = Node === config.value.NodeName
  const deregister = async (): Promise<void> => {
    await send('PUT', '/v1/catalog/deregister', { Node })
    go(nodeHref())
  }
  return (
    <>
      {!isOwn && (
        <a class="button" href={withParams({ edit: 'node' })}>
          Edit
        </a>
      )}
      <a class="button" href={withParams({ new: 'check' })}>
        Add check
      </a>
      {!isOwn && (
        <Danger done={`${Node} is deregistered.`} run={deregister}>
          Deregister
        </Danger>
      )}
    </>
  )
}
