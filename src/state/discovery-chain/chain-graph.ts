import { StateError } from '../errors.ts'
import type { ChainNode } from './chain.ts'

/** Nodes of a chain and where each leads. */

export type Nodes = ReadonlyMap<string, ChainNode>

const NOWHERE: readonly string[] = []

const nextOf = (node: ChainNode | undefined): readonly string[] => {
  if (node?.Type === 'router') return node.Routes.map(route => route.NextNode)
  return node?.Type === 'splitter' ? node.Splits.map(split => split.NextNode) : NOWHERE
}

/** Throws where a way leads back to itself, with the whole way to there: of several the one that Consul finds, last branches first. */
export function checkCircles(nodes: Nodes, start: string): void {
  const open = new Set<string>()
  const done = new Set<string>()
  const visit = (key: string): void => {
    const nexts = nextOf(nodes.get(key))
    // most lead nowhere, and can be in no circle
    if (nexts.length === 0) return
    if (open.has(key)) throw new StateError(`detected circular reference: [${[...open, key].join(' -> ')}]`)
    if (done.has(key)) return
    open.add(key)
    for (const next of nexts.toReversed()) visit(next)
    open.delete(key)
    done.add(key)
  }
  visit(start)
}

/** What is left of the nodes: those that the start leads to. */
export function reachable(nodes: Nodes, start: string): Nodes {
  const found = new Set<string>()
  const todo = [start]
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const node = nodes.get(key)
    if (!node || found.has(key)) continue
    found.add(key)
    todo.push(...nextOf(node))
  }
  return inOrder(found, nodes)
}

/** Those with these keys, by key; the default order of texts is several times as fast as a comparing function. */
export function inOrder<T>(keys: Iterable<string>, members: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const key of [...keys].sort()) found.set(key, members.get(key) as T)
  return found
}
