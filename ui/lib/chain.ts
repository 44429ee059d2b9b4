import type { Box, Edge, Picture } from './picture.ts'

/** A compiled discovery chain. Only what the page shows. */
export interface Chain {
  readonly ServiceName: string
  readonly Datacenter: string
  readonly Protocol: string
  readonly StartNode: string
  readonly Nodes: Readonly<Record<string, ChainNode>>
  readonly Targets: Readonly<Record<string, ChainTarget>>
}

export interface ChainNode {
  readonly Type: string
  readonly Name: string
  readonly Routes?: readonly {
    readonly Definition?: { readonly Match?: RouteMatch | null }
    readonly NextNode: string
  }[]
  readonly Splits?: readonly { readonly Weight: number; readonly NextNode: string }[]
  readonly Resolver?: { readonly Target: string; readonly Failover?: { readonly Targets: readonly string[] } }
}

export interface ChainTarget {
  readonly Service: string
  readonly ServiceSubset?: string
  readonly Datacenter: string
  readonly Peer?: string
}

interface RouteMatch {
  readonly HTTP?: HttpMatch | null
}

interface HttpMatch {
  readonly PathExact?: string
  readonly PathPrefix?: string
  readonly PathRegex?: string
  readonly Header?: readonly ValueMatch[] | null
  readonly QueryParam?: readonly ValueMatch[] | null
  readonly Methods?: readonly string[] | null
}

interface ValueMatch {
  readonly Name: string
  readonly Exact?: string
  readonly Prefix?: string
  readonly Suffix?: string
  readonly Contains?: string
  readonly Regex?: string
  readonly Invert?: boolean
}

/** One way through a chain: from where, when, and to where. */
export interface ChainStep {
  readonly from: string
  readonly when: string
  readonly to: string
}

/** A chain as a picture: routers, splitters and resolvers from left to right. */
export function chainPicture(chain: Chain): Picture {
  const depths = depthsOf(chain)
  const columns: Box[][] = []
  const edges: Edge[] = []
  for (const [id, depth] of depths) {
    const node = chain.Nodes[id]
    if (!node) continue
    const ways = waysOf(chain, node)
    while (columns.length <= depth) columns.push([])
    columns[depth]?.push({ id, kind: node.Type, title: titleOf(chain, node), lines: ways.map(({ when }) => when) })
    for (const [line, { next }] of ways.entries()) {
      if (next !== undefined) edges.push({ from: id, line, to: next, tone: 'plain' })
    }
  }
  return { columns, edges }
}

/** The same in words. */
export function chainSteps(chain: Chain): ChainStep[] {
  return [...depthsOf(chain).keys()].flatMap(id => {
    const node = chain.Nodes[id]
    if (!node) return []
    return waysOf(chain, node).map(({ when, next }) => {
      const to = next === undefined ? undefined : chain.Nodes[next]
      return { from: `${node.Type} ${titleOf(chain, node)}`, when, to: to ? `${to.Type} ${titleOf(chain, to)}` : '' }
    })
  })
}

/** The column of each node: behind all that lead to it. */
function depthsOf({ Nodes, StartNode }: Chain): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  const visit = (id: string, depth: number): void => {
    // no chain is longer than it has nodes: what is would go round in circles
    if (depth > Object.keys(Nodes).length || (depths.get(id) ?? -1) >= depth) return
    depths.set(id, depth)
    for (const next of nextOf(Nodes[id])) visit(next, depth + 1)
  }
  visit(StartNode, 0)
  return depths
}

const nextOf = (node: ChainNode | undefined): readonly string[] =>
  [...(node?.Routes ?? []), ...(node?.Splits ?? [])].map(({ NextNode }) => NextNode)

/** The ways on from a node. Those of a resolver are where it fails over to. */
function waysOf(chain: Chain, node: ChainNode): readonly { readonly when: string; readonly next?: string }[] {
  if (node.Routes) {
    return node.Routes.map(({ Definition, NextNode }) => ({ when: matchText(Definition?.Match?.HTTP), next: NextNode }))
  }
  if (node.Splits) return node.Splits.map(({ Weight, NextNode }) => ({ when: `${Weight} %`, next: NextNode }))
  return (node.Resolver?.Failover?.Targets ?? []).map(id => ({ when: `fails over to ${targetText(chain, id)}` }))
}

/** Names of nodes have namespace and partition, which the community edition has one of. */
const titleOf = (chain: Chain, { Name, Resolver }: ChainNode): string =>
  Resolver ? targetText(chain, Resolver.Target) : (Name.split('.')[0] ?? Name)

/** A target, with what differs from the service itself. */
function targetText({ Targets, Datacenter: here }: Chain, id: string): string {
  const target = Targets[id]
  if (!target) return id
  const { Service, ServiceSubset, Datacenter, Peer } = target
  const where = Peer ? ` of ${Peer}` : Datacenter === here || Datacenter === '' ? '' : ` in ${Datacenter}`
  return `${Service}${ServiceSubset ? ` ${ServiceSubset}` : ''}${where}`
}

/** Which requests a route is for. */
export function matchText(http: HttpMatch | null | undefined): string {
  const { PathExact, PathPrefix, PathRegex, Header, QueryParam, Methods } = http ?? {}
  const parts = [
    PathExact && `path ${PathExact}`,
    PathPrefix && PathPrefix !== '/' && `path ${PathPrefix}…`,
    PathRegex && `path ~ ${PathRegex}`,
    ...(Header ?? []).map(header => `header ${valueText(header)}`),
    ...(QueryParam ?? []).map(parameter => `?${valueText(parameter)}`),
    Methods && Methods.length > 0 && Methods.join(', '),
  ]
  return parts.filter(Boolean).join(', ') || 'everything else'
}

function valueText({ Name, Exact, Prefix, Suffix, Contains, Regex, Invert }: ValueMatch): string {
  const value =
    (Exact && `= ${Exact}`) ||
    (Prefix && `= ${Prefix}…`) ||
    (Suffix && `= …${Suffix}`) ||
    (Contains && `= …${Contains}…`) ||
    (Regex && `~ ${Regex}`) ||
    ''
  return `${Invert ? 'not ' : ''}${Name} ${value}`.trim()
}
