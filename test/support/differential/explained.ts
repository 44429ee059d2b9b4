import { isObject, sorted } from '../conformance/json.ts'
import type { Step } from '../conformance/scenario.ts'
import { type Explained, textOf } from './explained-difference.ts'
import { EXPLAINED_IN_MESH, isCutOff } from './explained-mesh.ts'
import { EXPLAINED_IN_STREAMS } from './explained-streams.ts'

/** Differences that are meant to be, with their reasons: what is not here has to be mended. */
const EXPLAINED: readonly Explained[] = [
  {
    reason:
      "the real agent's own coordinate comes at a random time within its first half minute: what is near, and the index of coordinates",
    holds: (real, ours, path) =>
      (path.includes('near=') && inAnyOrder(real) === inAnyOrder(ours)) ||
      (path.startsWith('/v1/coordinate/') && withoutOwnPlace(real) === withoutOwnPlace(ours)) ||
      (path.startsWith(`/v1/coordinate/node/${OWN}`) && isThereOrNot(real) && isThereOrNot(ours)),
  },
  {
    reason:
      'an alias check of the real agent looks in a goroutine of its own: at which changes, and how often, is chance',
    holds: (real, ours, path) => path.startsWith('/v1/agent/') && withoutAliases(real) === withoutAliases(ours),
  },
  {
    reason:
      'an event that was fired a moment ago is not in the list of the real agent yet: its members tell each other of it',
    holds: (real, ours, path, steps) =>
      path.startsWith('/v1/event/list') &&
      steps.at(-2)?.path?.startsWith('/v1/event/fire/') === true &&
      textOf(eventsOf(real)) === textOf(eventsOf(ours)?.slice(0, -1)),
  },
  {
    reason:
      'a session that only one of the agents made: an alias check of its node had failed in the other, which it does at a time of its own',
    isLast: true,
    holds: (real, ours, path, steps) => {
      const failed = criticalCheck(real) ?? criticalCheck(ours)
      return (
        path.startsWith('/v1/session/create') && failed !== undefined && steps.some(step => makesAlias(step, failed))
      )
    },
  },
  {
    reason:
      'whether the real agent has asked for the roots itself when it is first asked for them is chance in its first seconds',
    holds: (real, ours, path) =>
      path.startsWith('/v1/agent/connect/ca/roots') && textOf(uncached(real)) === textOf(uncached(ours)),
  },
  {
    reason:
      'a service whose ID begins with a null byte: the index of the real agent has its checks among those of the node itself',
    holds: (real, ours) => textOf(withoutNullIds(real)) === textOf(withoutNullIds(ours)) && hasNullId(real),
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
    reason: 'a handler of the real agent panics and its connection is cut: there is no answer to compare with',
    isLast: true,
    // of config entries it is known what makes it panic
    holds: (real, ours, path) => isCutOff(real, ours) && !path.startsWith('/v1/config'),
  },
  {
    reason: 'the real agent answers HEAD of a malformed path with a body, which no client can read',
    holds: (real, ours) => isObject(real) && real['failed'] === 'no HTTP' && isObject(ours) && ours['status'] === 400,
  },
  {
    reason: 'the errors of a body that has several come in the order of a Go map, which is chance',
    holds: (real, ours) => errorsOf(real) !== undefined && errorsOf(real) === errorsOf(ours),
  },
  {
    reason: "instances and their checks in the agent's health come in the order of a Go map, which is chance",
    holds: (real, ours, path) =>
      path.startsWith('/v1/agent/health/service/') && withOrderedHealth(real) === withOrderedHealth(ours),
  },
  {
    reason: 'the overview of the catalog is made by the real agent every few seconds, and told until the next one',
    holds: (real, ours, path) =>
      path.startsWith('/v1/internal/ui/catalog-overview') &&
      statusOf(real) === 200 &&
      outlineOf(real) === outlineOf(ours),
  },
  {
    reason: 'protocols and operations that a text lists come in the order of a Go map, which is chance',
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

/** The name of the agent's own node. */
const OWN = 'node1'

const LISTS = /must be in: \[[\w ]+\]|supported values: [\w, ]+/g

/** An answer as text, its rows in no order. */
function inAnyOrder(seen: unknown): string {
  const rows = isObject(seen) && Array.isArray(seen['json']) ? seen['json'].map(textOf).sort() : undefined
  return rows ? JSON.stringify([(seen as { status?: unknown }).status, rows]) : textOf(seen)
}

const statusOf = (seen: unknown): unknown => (isObject(seen) ? seen['status'] : undefined)

/** Coordinates without that of the agent's own node, and without what says whether it is there. */
const withoutOwnPlace = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => {
    // by its path where only parts of an answer are looked at
    if (/(?:^|\.)x-consul-(?:index|results-filtered-by-acls)$/.test(name)) return undefined
    return name === 'json' && Array.isArray(value) ? value.filter(row => !isObject(row) || row['Node'] !== OWN) : value
  })

const isThereOrNot = (seen: unknown): boolean => [200, 404].includes(Number(statusOf(seen)))

/** Rows of the agent's own node that say what the agent says of it. */
const ownNodes = (seen: unknown): number => textOf(seen).split('"consul-network-segment"').length

/** An answer without what stands in the row of the agent's own node. */
const withoutOwnNode = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) => {
    if (name === 'x-consul-index') return undefined
    if (!isObject(value) || typeof value['Node'] !== 'string' || value['Node'].toLowerCase() !== OWN) return value
    const { ID: _id, Address: _address, Meta: _meta, NodeMeta: _nodeMeta, TaggedAddresses: _tagged, ...rest } = value
    return { ...rest, Locality: null, ModifyIndex: 0 }
  })

const OF_ALIAS =
  /^(Aliased check ".*" failing: |No checks found\.$|All checks passing\.$|Service \S* could not be found on node )/s

/** An answer without what it says of the agent's cache. */
function uncached(seen: unknown): unknown {
  if (!isObject(seen) || !isObject(seen['headers'])) return seen
  const { 'x-cache': _cache, age: _age, ...headers } = seen['headers']
  return { ...seen, headers }
}

const isNullId = (id: unknown): boolean => typeof id === 'string' && id.startsWith('\0')

/** An answer without the checks of services whose IDs begin with a null byte. */
const withoutNullIds = (seen: unknown): unknown =>
  JSON.parse(JSON.stringify(seen ?? null), (name, value: unknown) =>
    name === 'Checks' && Array.isArray(value)
      ? value.filter(check => !(isObject(check) && isNullId(check['ServiceID'])))
      : value,
  )

const hasNullId = (seen: unknown): boolean => JSON.stringify(seen ?? null).includes('"ServiceID":"\\u0000')

const eventsOf = (seen: unknown): readonly unknown[] | undefined =>
  isObject(seen) && Array.isArray(seen['json']) ? seen['json'] : undefined

/** The check because of which a session was refused. */
function criticalCheck(seen: unknown): string | undefined {
  const text = isObject(seen) && seen['status'] === 500 ? seen['text'] : undefined
  return /^apply failed: Check '(.*)' is in critical state$/.exec(String(text))?.[1]
}

/** Whether the agent was told of an alias check of this ID. */
function makesAlias({ path = '', body }: Step, id: string): boolean {
  const isAlias = (check: unknown): boolean =>
    isObject(check) && check['CheckID'] === id && Boolean(check['AliasService'] ?? check['AliasNode'])
  return path.startsWith('/v1/agent/') && isObject(body) && [body, body['Check'], body['Checks']].flat().some(isAlias)
}

/** An answer without what alias checks show. */
const withoutAliases = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (_, value: unknown) => {
    if (!isObject(value) || typeof value['Output'] !== 'string') return value
    if (value['Type'] !== 'alias' && !OF_ALIAS.test(value['Output'])) return value
    return { ...value, Output: '', Status: '' }
  })

const withOrdered = (seen: unknown, list: string, textOfItem: (item: unknown) => string): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) =>
    name === list && Array.isArray(value) ? value.map(textOfItem).sort() : value,
  )

/** An answer with its instances, and the checks of each, in order. */
const withOrderedHealth = (seen: unknown): string =>
  isObject(seen) && Array.isArray(seen['json'])
    ? withOrdered(seen, 'json', instance => withOrdered(instance, 'Checks', textOf))
    : withOrdered(seen, 'Checks', textOf)

/** The text of an answer that lists words, with these in order. */
function wordsOf(seen: unknown): string | undefined {
  if (!isObject(seen) || typeof seen['text'] !== 'string' || seen['text'].search(LISTS) < 0) return undefined
  const text = seen['text'].replace(LISTS, list => list.match(/\w+/g)?.sort().join(' ') ?? '')
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
  JSON.stringify(sorted(seen), (name, value: unknown) => {
    if ((name === 'answer' || name === 'additional') && Array.isArray(value))
      return value.filter(record => !tellsVersion(record))
    if (name !== 'Meta' && name !== 'NodeMeta') return value
    if (!isObject(value)) return null
    const { 'consul-version': _version, ...meta } = value
    return Object.keys(meta).length > 0 ? meta : null
  })

/** Whether a record over DNS shows what the page adds to a node. */
const tellsVersion = (record: unknown): boolean =>
  isObject(record) &&
  record['type'] === 'TXT' &&
  Array.isArray(record['data']) &&
  String(record['data'][0]).startsWith('consul-version=')

/** An answer, of its members only which there are. */
const outlineOf = (seen: unknown): string =>
  JSON.stringify(sorted(seen), (name, value: unknown) =>
    name === 'json' && isObject(value) ? Object.keys(value) : value,
  )

const BULLET = /^\s*\* /
/** How Go's multierror and mapstructure begin a list of errors. */
const LIST_OF_ERRORS = /(?:^|[ :])\d+ (?:errors? occurred|error\(s\) decoding):$/

/** An answer that lists errors as text, those of each list in order. */
function errorsOf(seen: unknown): string | undefined {
  if (!isObject(seen) || typeof seen['text'] !== 'string') return undefined
  const lines = seen['text'].split('\n')
  if (!lines.some(line => LIST_OF_ERRORS.test(line))) return undefined
  const ordered: string[] = []
  for (let at = 0; at < lines.length;) {
    const next = lines.findIndex((line, i) => i > at && BULLET.test(line) !== BULLET.test(lines[at] ?? ''))
    const run = lines.slice(at, next < 0 ? undefined : next)
    ordered.push(...(BULLET.test(run[0] ?? '') ? run.sort() : run))
    at += run.length
  }
  return JSON.stringify([seen['status'], ...ordered])
}

/** Why two answers differ, undefined where there is no reason for it. */
export const explanationFor = (
  real: unknown,
  ours: unknown,
  { path = '' }: Step = {},
  steps: readonly Step[] = [],
): Explained | undefined =>
  [...EXPLAINED, ...EXPLAINED_IN_STREAMS, ...EXPLAINED_IN_MESH].find(({ holds }) => holds(real, ours, path, steps))
