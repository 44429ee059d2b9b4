import type { Agent } from '../agent/agent.ts'
import { type RowFilter, rowFilter } from '../api/filters/row-filter.ts'
import { nodeMetaOf } from './instance-parameters.ts'
import type { Request } from './request.ts'

/**
 * What a stream leaves of the instances that it brings: `?filter=`, and `?node-meta=`, of which Consul makes expressions as it was
 * given. So a part of a value is enough, and what reads as no expression is refused.
 */
export function streamFilter(agent: Agent, req: Request): RowFilter {
  const filter = rowFilter(agent, req.query.get('filter'), 'health', { bare: true })
  const meta = nodeMetaOf(req)
  if (meta.length === 0) return filter
  const others = meta.map(([name, value]) =>
    rowFilter(agent, `"${value}" in Node.Meta.${name}`, 'health', { bare: true }),
  )
  return (rows, fieldsOf) => others.reduce((left, other) => other(left, fieldsOf), filter(rows, fieldsOf))
}
