import { StateError } from '../errors.ts'
import type { ChainNode } from './chain.ts'

/** Nodes of a chain and where each leads. */

export type Nodes = ReadonlyMap<string, ChainNode>

const nextOf = (node: ChainNode | undefined): readonly string[] => {
  if (node?.Type === 'router') return node.Routes.map(route => route.NextNode)
  return node?.Type === 'splitter' ? node.Splits.map(split => split.NextNode) : []
}

/** Throws where a way leads back to itself, with the whole way to there: of several the one that Consul finds, last branches first. */
export function checkCircles(nodes: Nodes, start: string): void {
  const open = new Set<string>()
  const done = new Set<string>()
  const visit = (key: string): void => {
    if (open.has(key)) throw new StateError(`detected circular reference: [${[...open, key].join(' -> ')}]`)
    if (done.has(key)) return
    open.add(key)
    for (const next of nextOf(nodes.get(key)).toReversed()) visit(next)
    open.delete(key)
    done.add(key)
  }
  visit(start)
}

/** What is left of the nodes: those that the start leads to. */
export function reachable(nodes: Nodes, start: string): Map<string, ChainNode> {
  const found = new Map<string, ChainNode>()
  const todo = [start]
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const node = nodes.get(key)
    if (!node || found.has(key)) continue
    found.set(key, node)
    todo.push(...nextOf(node))
  }
  return found
}

/** By key; the default order of texts is several times as fast as a comparing function. */
export const sorted = <T>(members: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...members.keys()].sort().map(key => [key, members.get(key) as T]))
