import type { Agent } from '../agent/agent.ts'
import type { Node, Service } from '../model/rows.ts'
import { nearTo } from '../agent/told-coordinates.ts'
import { Refusal } from '../api/refusals.ts'
import type { Keep } from '../state/catalog.ts'
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
function hasTags(req: Request): (service: Service) => boolean {
  const wanted = req.query.all('tag').map(tag => tag.toLowerCase())
  return ({ Tags }) => {
    const tags = (Tags ?? []).map(tag => tag.toLowerCase())
    return wanted.every(tag => tags.includes(tag))
  }
}

/** What a parameter leaves of instances. */
type Narrow = <T extends { readonly node: Node; readonly service: Service }>(rows: readonly T[]) => readonly T[]

/** Where a parameter is not given or does not count. */
export const narrowsNothing: Narrow = rows => rows

/** How `?tag=` narrows the instances of a service. */
interface Tags {
  /** Which are looked for. */
  readonly keep: Keep | undefined
  /** What is left of those that were found. */
  readonly byTags: Narrow
}

/** Where it is not given or does not count. */
export const ANY_TAGS: Tags = { keep: undefined, byTags: narrowsNothing }

/**
 * `?tag=` on the instances of a service; `sought`: those are looked for that have it, else all are and narrowed then. As in Consul, it
 * comes before it is known which may be seen: only what is left counts as hidden.
 */
export function tagsOf(req: Request, sought: boolean): Tags {
  if (!req.query.has('tag')) return ANY_TAGS
  const keep = hasTags(req)
  return sought ? { ...ANY_TAGS, keep } : { ...ANY_TAGS, byTags: rows => rows.filter(({ service }) => keep(service)) }
}

/** `?node-meta=` in the same place, but behind central configuration. */
export function narrowsNodes(req: Request): Narrow {
  if (!req.query.has('node-meta')) return narrowsNothing
  const accepts = hasNodeMeta(req)
  return rows => rows.filter(({ node }) => accepts(node))
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
