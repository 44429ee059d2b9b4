import type { LoadBalancer } from '../config-entries/service-resolver.ts'
import type { Nodes } from './chain-graph.ts'
import type { ChainSplit } from './chain.ts'

/** Policies whose hashes have to be made where requests are split. */
const BY_HASH: ReadonlySet<string> = new Set(['ring_hash', 'maglev'])

/** The balancer of the first resolver that splits lead to themselves and that chooses instances by hashes, if there is one. */
export function hashingBalancer(splits: readonly ChainSplit[], nodes: Nodes): LoadBalancer | null {
  for (const { NextNode } of splits) {
    const node = nodes.get(NextNode)
    if (node?.Type === 'resolver' && node.LoadBalancer && BY_HASH.has(node.LoadBalancer.Policy))
      return node.LoadBalancer
  }
  return null
}
