import type { Agent } from '../agent/agent.ts'
import type { Node, Service } from '../model/rows.ts'
import { nearTo } from '../agent/told-coordinates.ts'
import { Refusal } from '../api/refusals.ts'
import type { Near } from '../state/coordinate.ts'
import type { Request } from './request.ts'

/** `?node-meta=key:value`, as often as it is given; of a key that is repeated, the last value counts. */
export function nodeMetaOf(req: Request): readonly (readonly [name: string, value: string])[] {
  const pairs = req.query.all('node-meta').map(pair => {
    const at = pair.indexOf(':')
    return at < 0 ? ([pair, ''] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const)
  })
  return pairs.length < 2 ? pairs : [...new Map(pairs)]
}

/** The same, all of which a node must have. */
export function hasNodeMeta(req: Request): (node: Node) => boolean {
  const wanted = nodeMetaOf(req)
  return ({ Meta }) => wanted.every(([key, value]) => Meta !== null && Object.hasOwn(Meta, key) && Meta[key] === value)
}

/** `?tag=`, all of which an instance must have, in whatever case. */
export function hasTags(req: Request): (service: Service) => boolean {
  const wanted = req.query.all('tag').map(tag => tag.toLowerCase())
  return ({ Tags }) => {
    if (wanted.length === 0) return true
    const tags = (Tags ?? []).map(tag => tag.toLowerCase())
    return wanted.every(tag => tags.includes(tag))
  }
}

/** What is left of instances: behind their tags, and behind the metadata of their nodes as well. */
interface Narrowed<T> {
  readonly tagged: readonly T[]
  readonly asked: readonly T[]
}

/**
 * `?tag=` and `?node-meta=` on the instances of a service. As in Consul, both come before it is known which of them may be seen: only
 * what is left counts as hidden.
 */
export function narrowing(
  req: Request,
  { tags = true, nodes = true } = {},
): <T extends { readonly node: Node; readonly service: Service }>(rows: readonly T[]) => Narrowed<T> {
  const acceptsTags = tags && req.query.has('tag') ? hasTags(req) : undefined
  const acceptsNode = nodes && req.query.has('node-meta') ? hasNodeMeta(req) : undefined
  return rows => {
    const tagged = acceptsTags ? rows.filter(({ service }) => acceptsTags(service)) : rows
    return { tagged, asked: acceptsNode ? tagged.filter(({ node }) => acceptsNode(node)) : tagged }
  }
}

/** `?near=`: the node to sort by; `_agent` stands for the agent's own. */
export function nearOf(req: Request, agent: Agent): Near {
  const near = req.query.get('near')
  return nearTo(agent, near === '_agent' ? agent.settings.nodeName : near)
}

const TRUE: ReadonlySet<string> = new Set(['', '1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/** `?passing`: a bare one counts as true, and what is no boolean is refused. */
export function passingOnly(req: Request): boolean {
  if (!req.query.has('passing')) return false
  const value = req.query.get('passing')
  if (!TRUE.has(value) && !FALSE.has(value)) throw new Refusal(400, 'Invalid value for ?passing')
  return TRUE.has(value)
}
