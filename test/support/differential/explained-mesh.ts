import { isObject, sorted } from '../conformance/json.ts'
import type { Explained } from './explained-difference.ts'

/** Differences of the mesh and of access control that are meant to be, with their reasons. */
export const EXPLAINED_IN_MESH: readonly Explained[] = [
  {
    reason:
      'which of several chains that no longer fit is named is chance: they come in the order of a Go map (of 50 deletions of proxy-defaults 35, 8 and 7 named each of three)',
    holds: (real, ours) => isRefusalOfChain(real) && isRefusalOfChain(ours),
  },
  {
    reason: "the state of a federation shows the log's own numbers, which no two agents have in common",
    holds: (real, ours, path) =>
      path.startsWith('/v1/internal/federation-state') && withoutNumbers(real) === withoutNumbers(ours),
  },
  {
    reason:
      'an agent tells the catalog of its changed services in the order of a Go map: which of them came first is chance',
    holds: (real, ours, path) => path.includes('merge-central-config') && withoutNumbers(real) === withoutNumbers(ours),
  },
]

const CHAIN =
  /^(discovery chain "[^"]*" uses |service "[^"]*" does not have a subset named |detected circular resolver redirect: )/

const isRefusalOfChain = (seen: unknown): boolean =>
  isObject(seen) && seen['status'] === 500 && typeof seen['text'] === 'string' && CHAIN.test(seen['text'])

const NUMBERS: ReadonlySet<string> = new Set([
  'CreateIndex',
  'ModifyIndex',
  'PrimaryModifyIndex',
  'Index',
  'x-consul-index',
])

const withoutNumbers = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => (NUMBERS.has(name) ? undefined : value))
