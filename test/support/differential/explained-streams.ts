import { isObject } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'
import { differByIndexesAlone, type Explained, textOf, withoutIndexes } from './explained-difference.ts'

/** Differences of what comes from the streaming backend that are meant to be, with their reasons. */
export const EXPLAINED_IN_STREAMS: readonly Explained[] = [
  {
    reason: 'a stream of the real agent keeps the rows of a node under each spelling that it had',
    holds: (real, ours) => hasRowsTwice(real) && sameText(instancesOf(real), instancesOf(ours)),
  },
  {
    reason:
      'a stream of the real agent tells, by a filter too, of a node as it was under a spelling that it no longer has',
    shiftsIndexes: true,
    holds: (real, ours, _, steps) => {
      const respelled = namesInTwoSpellings(steps)
      if (respelled.size === 0 || !isStream(real) || !isStream(ours)) return false
      const [there, here] = [without(real, respelled), without(ours, respelled)]
      // what it tells of such a node counts among the indexes
      return there === here || (!differByIndexesAlone(real, ours) && withoutIndexes(there) === withoutIndexes(here))
    },
  },
  {
    reason: 'a stream of the real agent gives an instance those checks alone that spell its ID as it does itself',
    holds: (real, ours, path, steps) => {
      if (!isStream(real) || !isStream(ours)) return false
      if (textOf(real) === textOf(withOwnChecks(ours))) return true
      // by which others do not pass
      const respelled = /[?&]passing/.test(path) ? idsInTwoSpellings(steps) : new Set<string>()
      const others = (stream: Record<string, unknown>): string =>
        textOf({ ...stream, json: rowsOf(stream).filter(row => !respelled.has(idOf(row))) })
      return respelled.size > 0 && others(real) === others(ours)
    },
  },
  {
    reason: 'a stream of the real agent has no rows yet, and no index, when a wait of some milliseconds ends',
    holds: (real, ours, path) =>
      /[?&]wait=\d{1,2}ms/.test(path) &&
      isStream(real) &&
      isStream(ours) &&
      [ours, { ...ours, headers: { ...headersOf(ours), 'x-consul-index': 'index<=start' } }].some(
        seen => textOf(real) === textOf({ ...seen, json: [] }),
      ),
  },
  {
    reason:
      'a stream of the real agent is not told that an instance of a gateway has left together with the last one behind its wildcard',
    shiftsIndexes: true,
    holds: (real, ours, path, steps) => {
      if (!path.startsWith('/v1/health/connect/') || !isStream(real) || !isStream(ours)) return false
      const shown = new Set(rowsOf(ours).map(textOf))
      const left = leftAsWhole(steps)
      const isGone = (row: unknown): boolean => !shown.has(textOf(row)) && isGatewayOn(row, left)
      return textOf({ ...real, json: rowsOf(real).filter(row => !isGone(row)) }) === textOf(ours)
    },
  },
]

const isStream = (seen: unknown): seen is Record<string, unknown> =>
  isObject(seen) && isObject(seen['headers']) && seen['headers']['x-consul-query-backend'] === 'streaming'

const headersOf = ({ headers }: Record<string, unknown>): object => (isObject(headers) ? headers : {})

const rowsOf = ({ json }: Record<string, unknown>): readonly unknown[] => (Array.isArray(json) ? json : [])

/** Nodes, in small letters, that were deregistered with all that was on them. */
const leftAsWhole = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap(({ path, body }) =>
      path?.startsWith('/v1/catalog/deregister') === true &&
      isObject(body) &&
      !body['ServiceID'] &&
      !body['CheckID'] &&
      typeof body['Node'] === 'string'
        ? [body['Node'].toLowerCase()]
        : [],
    ),
  )

/** Whether a row is an instance of a terminating gateway on one of these nodes. */
function isGatewayOn(row: unknown, nodes: ReadonlySet<string>): boolean {
  const { Service } = row as { Service?: { Kind?: string } }
  return Service?.Kind === 'terminating-gateway' && nodes.has(nodeOf(row))
}

/** The instances that a stream told of, by the spelling of their node. */
function spellingsOf(seen: unknown): readonly (readonly [node: string, instance: string])[] {
  if (!isStream(seen)) return []
  return rowsOf(seen).map(row => {
    const { Node, Service } = row as { Node?: { Node?: string }; Service?: { ID?: string } }
    return [`${Node?.Node}`, `${Node?.Node?.toLowerCase()} ${Service?.ID}`] as const
  })
}

/** Whether a stream told of an instance under spellings of its node's name that differ by case. */
function hasRowsTwice(seen: unknown): boolean {
  const spellings = spellingsOf(seen)
  const instances = new Set(spellings.map(([, instance]) => instance))
  return instances.size < spellings.length && new Set(spellings.map(([node]) => node)).size > 1
}

/** Nodes, in small letters, that were registered in spellings that differ by case. */
const namesInTwoSpellings = (steps: readonly Step[]): ReadonlySet<string> =>
  inTwoSpellings(
    steps.flatMap(({ body }) => (isObject(body) && typeof body['Node'] === 'string' ? [body['Node']] : [])),
  )

/** The same of instances, which have their names as IDs, and of what checks say that they are of. */
const idsInTwoSpellings = (steps: readonly Step[]): ReadonlySet<string> =>
  inTwoSpellings(
    steps.flatMap(({ body }) => {
      if (!isObject(body)) return []
      const { Service, Check } = body
      const ids = [
        isObject(Service) ? (Service['ID'] ?? Service['Service']) : undefined,
        isObject(Check) ? Check['ServiceID'] : undefined,
      ]
      return ids.filter(id => typeof id === 'string')
    }),
  )

/** The names, in small letters, of the node and the instance that a row is of. */
const nodeOf = (row: unknown): string => `${(row as { Node?: { Node?: string } }).Node?.Node}`.toLowerCase()
const idOf = (row: unknown): string => `${(row as { Service?: { ID?: string } }).Service?.ID}`.toLowerCase()

/** What of these, in small letters, comes in spellings that differ by case. */
function inTwoSpellings(spellings: readonly string[]): ReadonlySet<string> {
  const names = new Map<string, string>()
  return new Set(
    spellings.flatMap(spelling => {
      const name = spelling.toLowerCase()
      const first = names.get(name) ?? spelling
      names.set(name, first)
      return first === spelling ? [] : [name]
    }),
  )
}

/** What a stream tells of other nodes than these. */
const without = (stream: Record<string, unknown>, nodes: ReadonlySet<string>): string =>
  textOf({
    ...stream,
    json: rowsOf(stream).filter(row => !nodes.has(nodeOf(row))),
  })

/** Its instances with the checks of their nodes, and those that name them in their own spelling. */
function withOwnChecks(stream: Record<string, unknown>): unknown {
  if (!Array.isArray(stream['json'])) return stream
  const isOf = (id: unknown) => (check: unknown) =>
    isObject(check) && (check['ServiceID'] === '' || check['ServiceID'] === id)
  const json = stream['json'].map((row: unknown) => {
    if (!isObject(row) || !Array.isArray(row['Checks']) || !isObject(row['Service'])) return row
    return { ...row, Checks: row['Checks'].filter(isOf(row['Service']['ID'])) }
  })
  return { ...stream, json }
}

const instancesOf = (seen: unknown): readonly string[] =>
  [...new Set(spellingsOf(seen).map(([, instance]) => instance))].sort()
const sameText = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')
