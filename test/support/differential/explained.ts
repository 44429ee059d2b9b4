import { isObject, sorted } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'
import type { Explained } from './explained-difference.ts'
import { EXPLAINED_IN_MESH } from './explained-mesh.ts'

/** What a handler would have written is not: nothing that comes behind it can be compared. */
export const CUT_OFF =
  'a handler of the real agent panics and its connection is cut: there is no answer to compare with'

/** Differences that are meant to be, with their reasons: what is not here has to be mended. */
const EXPLAINED: readonly Explained[] = [
  {
    reason:
      "the real agent's own coordinate comes at a random time within its first half minute: what is near, and the index of coordinates",
    holds: (real, ours, path) =>
      (path.includes('near=') && inAnyOrder(real) === inAnyOrder(ours)) ||
      (path.startsWith('/v1/coordinate/') && withoutIndex(real) === withoutIndex(ours)),
  },
  {
    reason:
      'an alias check of the real agent looks in a goroutine of its own: at which changes, and how often, is chance',
    holds: (real, ours, path) => path.startsWith('/v1/agent/') && withoutAliases(real) === withoutAliases(ours),
  },
  {
    reason:
      'a node that was written over is put right at the next full comparison of the real agent, a minute or two after its start',
    holds: (real, ours) => ownNodes(real) !== ownNodes(ours) && withoutOwnNode(real) === withoutOwnNode(ours),
  },
  {
    reason:
      'names that no packet can hold: what of an answer over DNS is cut off, so that it can be written, depends on its order, which is chance',
    holds: (real, ours, path) =>
      path === '' && isObject(real) && Array.isArray(real['answer']) && isObject(ours) && ours['silence'] === true,
  },
  {
    reason: 'a stream of the real agent keeps the rows of a node under each spelling that it had',
    holds: (real, ours) => hasRowsTwice(real) && isObject(ours),
  },
  {
    reason: CUT_OFF,
    holds: (real, ours) =>
      isObject(real) && real['failed'] === 'cut off' && isObject(ours) && ours['status'] !== undefined,
  },
  {
    reason: 'the real agent answers HEAD of a malformed path with a body, which no client can read',
    holds: (real, ours) => isObject(real) && real['failed'] === 'no HTTP' && isObject(ours) && ours['status'] === 400,
  },
  {
    reason: 'the errors of a body that has several come in the order of a Go map, which is chance',
    holds: (real, ours) => {
      const lines = linesOf(real)
      return lines !== undefined && lines === linesOf(ours)
    },
  },
  {
    reason: 'protocols that a text lists come in the order of a Go map, which is chance',
    holds: (real, ours) => wordsOf(real) !== undefined && wordsOf(real) === wordsOf(ours),
  },
  {
    reason:
      'the agent adds the address of the mesh to its own proxies at its next full comparison, up to a minute later',
    holds: (real, ours) => withoutVirtual(real) === withoutVirtual(ours),
  },
  {
    reason: "reads of the real agent's page write the version of servers into the metadata of the rows themselves",
    holds: (real, ours) => withoutVersions(real) === withoutVersions(ours),
  },
]

const PROTOCOLS = /must be in: \[([\w ]+)\]/g

/** An answer as text, its rows in no order. */
function inAnyOrder(seen: unknown): string {
  const rows = isObject(seen) && Array.isArray(seen['json']) ? seen['json'].map(textOf).sort() : undefined
  return rows ? JSON.stringify([(seen as { status?: unknown }).status, rows]) : textOf(seen)
}

const textOf = (value: unknown): string => JSON.stringify(sorted(value))

const withoutIndex = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => (name === 'x-consul-index' ? undefined : value))

/** Rows of the agent's own node that say what the agent says of it. */
const ownNodes = (seen: unknown): number => textOf(seen).split('"consul-network-segment"').length

/** An answer without what stands in the row of the agent's own node. */
const withoutOwnNode = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => {
    if (name === 'x-consul-index') return undefined
    if (!isObject(value) || typeof value['Node'] !== 'string' || value['Node'].toLowerCase() !== 'node1') return value
    const { ID: _id, Address: _address, Meta: _meta, NodeMeta: _nodeMeta, TaggedAddresses: _tagged, ...rest } = value
    return { ...rest, Locality: null, ModifyIndex: 0 }
  })

const OF_ALIAS =
  /^(Aliased check ".*" failing: |No checks found\.$|All checks passing\.$|Service \S* could not be found on node )/s

/** An answer without what alias checks show. */
const withoutAliases = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (_, value: unknown) => {
    if (!isObject(value) || typeof value['Output'] !== 'string') return value
    if (value['Type'] !== 'alias' && !OF_ALIAS.test(value['Output'])) return value
    return { ...value, Output: '', Status: '' }
  })

/** Whether a stream told of an instance or a check twice, under spellings of its node's name that differ by case. */
function hasRowsTwice(seen: unknown): boolean {
  if (!isObject(seen) || !Array.isArray(seen['json'])) return false
  if (!isObject(seen['headers']) || seen['headers']['x-consul-query-backend'] !== 'streaming') return false
  const names = seen['json'].map(row => {
    const { Node, Service } = row as { Node?: { Node?: string }; Service?: { ID?: string } }
    return [Node?.Node, `${Node?.Node?.toLowerCase()} ${Service?.ID}`] as const
  })
  return new Set(names.map(([, key]) => key)).size < names.length && new Set(names.map(([name]) => name)).size > 1
}

/** The text of an answer that lists protocols, with these in order. */
function wordsOf(seen: unknown): string | undefined {
  if (!isObject(seen) || typeof seen['text'] !== 'string' || !seen['text'].includes('must be in: [')) return undefined
  const text = seen['text'].replace(PROTOCOLS, (_, words: string) => words.split(' ').sort().join(' '))
  return JSON.stringify([seen['status'], text])
}

/** An answer without the addresses that stand for services in the mesh, and without what has no other address. */
const withoutVirtual = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (_, value: unknown) => {
    if (!isObject(value) || !isObject(value['TaggedAddresses'])) return value
    const { TaggedAddresses, ...rest } = value
    const { 'consul-virtual': _virtual, ...others } = TaggedAddresses
    return Object.keys(others).length > 0 ? { ...rest, TaggedAddresses: others } : rest
  })

/** An answer without what the page adds to nodes; metadata without anything else is none. */
const withoutVersions = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (_, value: unknown) => {
    if (!isObject(value) || !Object.hasOwn(value, 'Meta') || !isObject(value['Meta'])) return value
    const { 'consul-version': _version, ...meta } = value['Meta']
    return { ...value, Meta: Object.keys(meta).length > 0 ? meta : null }
  })

/** The lines of an answer's text, in order, behind its status. */
function linesOf(seen: unknown): string | undefined {
  if (!isObject(seen) || typeof seen['text'] !== 'string' || !seen['text'].includes('\n')) return undefined
  return JSON.stringify([seen['status'], ...seen['text'].split('\n').sort()])
}

/** Why two answers differ, undefined where there is no reason for it. */
export const reasonFor = (real: unknown, ours: unknown, { path = '' }: Step = {}): string | undefined =>
  [...EXPLAINED, ...EXPLAINED_IN_MESH].find(({ holds }) => holds(real, ours, path))?.reason
