import { isObject, sorted } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'
import type { Explained } from './explained-difference.ts'

/** Differences of the mesh and of access control that are meant to be, with their reasons. */
export const EXPLAINED_IN_MESH: readonly Explained[] = [
  {
    reason: 'a list with a null in a config entry: the handler of the real agent panics and its connection is cut',
    isLast: true,
    holds: (real, ours, path, steps) =>
      isCutOff(real, ours) && path.startsWith('/v1/config') && hasNullInList(steps.at(-1)?.body),
  },
  {
    reason:
      'the real agent ends where a splitter behind another one changes headers in a way in which the outer one changes none: it writes into a map that is not there',
    isLast: true,
    holds: (real, ours, path, steps) =>
      (isCutOff(real, ours) || (path === '/v1/config' && isTold(real, false) && isTold(ours, true))) &&
      /^\/v1\/(config|discovery-chain)/.test(path) &&
      steps.some(changesHeaders),
  },
  {
    reason:
      'which of several chains that no longer fit is named is chance: they come in the order of a Go map (of 50 deletions of proxy-defaults 35, 8 and 7 named each of three)',
    holds: (real, ours, path) => {
      const [of, by] = [refusedChain(real), refusedChain(ours)]
      // of a circle, it is chance where its names begin
      return path.startsWith('/v1/config') && of !== '' && by !== '' && (of !== by || of === CIRCLE)
    },
  },
  {
    reason: 'services without instances, of which entries tell, come into a topology in the order of a Go map',
    holds: (real, ours, path) =>
      path.includes('/service-topology/') && JSON.stringify(inTopology(real)) === JSON.stringify(inTopology(ours)),
  },
  {
    reason:
      'upstreams that entries alone tell of come into a merged proxy in the order of a Go map (18 orders of six in 40 reads)',
    holds: (real, ours, path) =>
      path.includes('merge-central-config') &&
      JSON.stringify(withUpstreamsInOrder(real)) === JSON.stringify(withUpstreamsInOrder(ours)),
  },
  {
    reason: "the state of a federation shows the log's own numbers, which no two agents have in common",
    holds: (real, ours, path) =>
      path.startsWith('/v1/internal/federation-state') && withoutNumbers(real) === withoutNumbers(ours),
  },
  {
    reason:
      'an agent tells the catalog of its changed services in the order of a Go map: which of them came first is chance',
    holds: (real, ours, path) =>
      path.includes('merge-central-config') &&
      JSON.stringify(real).includes('"Node":"node1"') &&
      withoutNumbers(withUpstreamsInOrder(real)) === withoutNumbers(withUpstreamsInOrder(ours)),
  },
]

export const isCutOff = (real: unknown, ours: unknown): boolean =>
  isObject(real) && real['failed'] === 'cut off' && isObject(ours) && ours['status'] !== undefined

function hasNullInList(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(item => item === null || hasNullInList(item))
  return isObject(value) && Object.values(value).some(hasNullInList)
}

const isTold = (seen: unknown, json: boolean): boolean =>
  isObject(seen) && seen['status'] === 200 && seen['json'] === json

/** Whether it writes a splitter that changes headers. */
function changesHeaders({ body }: Step): boolean {
  if (!isObject(body) || body['Kind'] !== 'service-splitter' || !Array.isArray(body['Splits'])) return false
  return body['Splits'].some(
    split => isObject(split) && (split['RequestHeaders'] ?? split['ResponseHeaders']) !== undefined,
  )
}

const CIRCLE = 'detected circular resolver redirect: '
const CHAIN = new RegExp(
  `^(discovery chain "[^"]*" uses |service "[^"]*" does not have a subset named "[^"]*"|${CIRCLE})`,
)

/** What a refusal says of which chain, without its details; '' where it is none. */
const refusedChain = (seen: unknown): string =>
  isObject(seen) && seen['status'] === 500 && typeof seen['text'] === 'string'
    ? (CHAIN.exec(seen['text'])?.[0] ?? '')
    : ''

/** Rows of which some come in any order: these as texts, in order, behind the others. */
const inOrder = (rows: readonly unknown[], isAnywhere: (row: unknown) => boolean): readonly unknown[] => [
  ...rows.filter(row => !isAnywhere(row)),
  ...rows
    .filter(isAnywhere)
    .map(row => JSON.stringify(sorted(row)))
    .sort(),
]

/** A topology, those that entries alone tell of in order. */
function inTopology(seen: unknown): unknown {
  if (!isObject(seen) || !isObject(seen['json'])) return seen
  const { Upstreams: rows } = seen['json']
  if (!Array.isArray(rows)) return seen
  const isRouted = (row: unknown): boolean =>
    isObject(row) && row['Source'] === 'routing-config' && row['InstanceCount'] === 0
  return sorted({ ...seen, json: { ...seen['json'], Upstreams: inOrder(rows, isRouted) } })
}

/** An answer with the upstreams of its proxies that entries alone tell of in order, behind those that they name. */
const withUpstreamsInOrder = (seen: unknown): unknown =>
  JSON.parse(JSON.stringify(sorted(seen)), (name, value: unknown) => {
    if (name !== 'Upstreams' || !Array.isArray(value)) return value
    return inOrder(value, row => isObject(row) && row['CentrallyConfigured'] === true)
  })

const NUMBERS: ReadonlySet<string> = new Set([
  'CreateIndex',
  'ModifyIndex',
  'PrimaryModifyIndex',
  'Index',
  'x-consul-index',
])

const withoutNumbers = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => (NUMBERS.has(name) ? undefined : value))
