import { roundWeight } from '../config-entries/service-splitter.ts'
import { StateError } from '../errors.ts'
import type { ChainBudget } from './chain-budget.ts'
import type { ChainNode, ChainSplit } from './chain.ts'
import { hashingBalancer } from './hashing-balancer.ts'
import { mergeHeaders } from './headers.ts'
import { quoteGo } from '../../go/quote.ts'

/** Splits that are looked at: splitters behind splitters multiply them. */
const MAX_SPLITS = 10_000

/** Replaces each splitter behind a splitter by its own splits, each with its share of the share. `service`: that of the chain. */
export function flattenSplits(nodes: Map<string, ChainNode>, service: string, budget: ChainBudget): void {
  let looked = 0
  const flat = (split: ChainSplit): readonly ChainSplit[] => {
    budget.take(service)
    const next = nodes.get(split.NextNode)
    if (++looked > MAX_SPLITS) {
      throw new StateError(`discovery chain ${quoteGo(service)} has more than the limit of ${MAX_SPLITS} splits`)
    }
    if (next?.Type !== 'splitter') return [split]
    return next.Splits.flatMap(flat).map(inner => within(split, inner))
  }
  for (const [key, node] of nodes) {
    if (node.Type !== 'splitter') continue
    const Splits = node.Splits.flatMap(flat)
    nodes.set(key, { ...node, Splits, LoadBalancer: hashingBalancer(node.Splits, nodes) })
  }
}

/** A split of the splitter that another split leads to, in the place of that one. */
function within(outer: ChainSplit, inner: ChainSplit): ChainSplit {
  return {
    Definition: {
      ...inner.Definition,
      // of both, what is done last holds: a request comes to the inner one last, a response to the outer one
      RequestHeaders: mergeHeaders(outer.Definition.RequestHeaders, inner.Definition.RequestHeaders),
      ResponseHeaders: mergeHeaders(inner.Definition.ResponseHeaders, outer.Definition.ResponseHeaders),
    },
    Weight: roundWeight((inner.Weight * outer.Weight) / 100),
    NextNode: inner.NextNode,
  }
}
