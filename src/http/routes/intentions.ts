import { quoteGo } from '../../go/quote.ts'
import type { Agent } from '../../agent/agent.ts'
import { demandIntentionRead, seesIntention } from '../../api/acl/intention.ts'
import { demand } from '../../api/acl/permission.ts'
import { visible } from '../../api/acl/visible.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { rowFilter } from '../../api/filters/row-filter.ts'
import {
  createLegacyIntention,
  type Ends,
  idProblem,
  removeIntention,
  removeLegacyIntention,
  updateLegacyIntention,
  upsertIntention,
} from '../../api/operations/write-intention.ts'
import { requireConnect } from '../../api/operations/require-connect.ts'
import { isDefaultName } from '../../api/default-name.ts'
import { Refusal } from '../../api/refusals.ts'
import { renderIntention } from '../../api/render/intention.ts'
import { type GivenIntention, intentionSchema } from '../../api/schemas/intention.ts'
import {
  decidingIntention,
  exactIntention,
  intentionById,
  intentionsFrom,
  intentionsTo,
  listIntentions,
} from '../../state/intentions.ts'
import { multierror } from '../../go/multierror.ts'
import { sortedMap } from '../../go/decode/containers.ts'
import { readOptions } from '../blocking-parameters.ts'
import { listOf, type Reply, jsonBoolean } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route, writtenInPrimary } from '../route.ts'
import { allowsByDefault, intentionAllows } from '../../api/operations/authorize-connection.ts'

const READ = { metaOnError: true, cacheable: true, requires: requireConnect } as const
/** Their datacenter is the primary one, whichever is named. */
const WRITES = { anyDatacenter: 'writes' } as const
const LIST = { ...READ, showsConsistency: false } as const

/** https://developer.hashicorp.com/consul/api-docs/connect/intentions */
export const intentionRoutes = writtenInPrimary([
  route('/v1/connect/intentions', { GET: query(list, LIST), POST: action(create) }, WRITES),
  // an ID names an intention whatever its namespace
  route(
    '/v1/connect/intentions/:id',
    {
      GET: action(readById, { ownEnterpriseCheck: true }),
      PUT: action(update),
      DELETE: action(removeById, { ownEnterpriseCheck: true }),
    },
    WRITES,
  ),
  route(
    '/v1/connect/intentions/exact',
    { GET: action(readExact), PUT: action(upsert), DELETE: action(removeExact) },
    WRITES,
  ),
  route('/v1/connect/intentions/match', {
    GET: query(match, { ...READ, cached: { by: ['by', 'name'] }, keepsRights: true }),
  }),
  route('/v1/connect/intentions/check', { GET: action(check, { ownEnterpriseCheck: true }) }),
])

const fail = (text: string): Refusal => new Refusal(500, text)
const NOT_FOUND = 'Intention not found'
const notFound = (): Refusal => new Refusal(404, NOT_FOUND)

function list(req: Request, agent: Agent): ReturnType<Query> {
  return view => {
    const filter = rowFilter(agent, req.query.get('filter'), 'intention')
    const { index, value } = listIntentions(view)
    const { rows, filtered } = visible(req.authorizer, value, seesIntention)
    return { index, value: { ...listOf(filter(rows, renderIntention), renderIntention), filtered } }
  }
}

/** A service as a parameter names it. */
interface Named {
  readonly peer: string
  readonly partition: string
  readonly namespace: string
  readonly name: string
}

const PEER = 'peer:'

/** Names may bear a partition and a namespace, of which there is one each, or the peer that they are of. */
function nameOf(parameter: string, text: string, mayHavePeer = false): Named {
  const refuse = (why: string): Refusal => fail(`${parameter} ${quoteGo(text)} is invalid: ${why}`)
  const ofPeer = text.startsWith(PEER)
  if (ofPeer && !mayHavePeer) throw refuse('cannot specify a peer here')
  const parts = (ofPeer ? text.slice(PEER.length) : text).split('/')
  if (parts.length > 3) throw refuse("input can contain at most two '/'")
  if (ofPeer && parts.length === 1) throw refuse('need to specify the service name as well')
  const peer = ofPeer ? (parts.shift() ?? '') : ''
  return { peer, partition: parts.at(-3) ?? '', namespace: parts.at(-2) ?? '', name: parts.at(-1) ?? '' }
}

/** One that is given twice is as good as none. */
function required({ query }: Request, name: string): string {
  const [value, ...more] = query.all(name)
  if (value === undefined || more.length > 0) throw notSet(name)
  return value
}

const notSet = (name: string): Refusal => fail(`required query parameter '${name}' not set`)

/** The two services that a request names. */
function pair(req: Request, mayHavePeer = false): { readonly source: Named; readonly destination: Named } {
  const [source, destination] = [required(req, 'source'), required(req, 'destination')]
  return { source: nameOf('source', source, mayHavePeer), destination: nameOf('destination', destination) }
}

function readExact(req: Request, agent: Agent): Reply {
  readOptions(req)
  const { source, destination } = pair(req, true)
  requireConnect(agent.settings)
  req.checkDatacenter()
  checkNamespaceOf('SourceNS', source)
  checkNamespaceOf('DestinationNS', destination)
  const missing = [
    ...(source.name === '' ? ['SourceName is missing'] : []),
    ...(destination.name === '' ? ['DestinationName is missing'] : []),
  ]
  if (missing.length > 0) throw fail(multierror(missing))
  const { authorizer } = req
  const found = exactIntention(agent.store.view, source, destination.name)
  if (!found) throw notFound()
  demandIntentionRead(authorizer, found)
  return { json: renderIntention(found) }
}

function writtenPair(req: Request): Ends {
  for (const name of ['source', 'destination']) {
    if (req.query.get(name) === '') throw notSet(name)
  }
  const { source, destination } = pair(req)
  return { source: source.name, destination: destination.name }
}

function upsert(req: Request, agent: Agent): Reply {
  const ends = writtenPair(req)
  const given = decodePlainBody(intentionSchema, req.body)
  requireConnect(agent.settings)
  req.checkDatacenter()
  upsertIntention(agent, req.authorizer, ends, given)
  return jsonBoolean(true)
}

function removeExact(req: Request, agent: Agent): Reply {
  const ends = writtenPair(req)
  requireConnect(agent.settings)
  req.checkDatacenter()
  removeIntention(agent, req.authorizer, ends)
  return jsonBoolean(true)
}

function create(req: Request, agent: Agent): Reply {
  const given = legacyBody(req)
  checkPartitions(given)
  checkNamespace('SourceNS', given.SourceNS)
  checkNamespace('DestinationNS', given.DestinationNS)
  requireConnect(agent.settings)
  req.checkDatacenter()
  return { json: { ID: createLegacyIntention(agent, req.authorizer, given) } }
}

/** The endpoints that know intentions by their IDs are older than partitions. */
function checkPartitions({ SourcePartition, DestinationPartition }: GivenIntention): void {
  const refuse = (which: string): Refusal => new Refusal(400, `Cannot specify a ${which} partition with this endpoint`)
  if (!isDefaultName(SourcePartition)) throw refuse('source')
  if (!isDefaultName(DestinationPartition)) throw refuse('destination')
}

function checkNamespace(name: string, namespace?: string): void {
  if (!isDefaultName(namespace)) {
    throw new Refusal(400, `Invalid ${name}(${namespace}): Namespaces is a Consul Enterprise feature`)
  }
}

function legacyBody({ body }: Request): GivenIntention {
  try {
    return decodePlainBody(intentionSchema, body, 'Failed to decode request body: ')
  } catch (err) {
    if (err instanceof Refusal) throw fail(err.message)
    throw err
  }
}

function readById(req: Request, agent: Agent): Reply {
  readOptions(req)
  requireConnect(agent.settings)
  req.checkDatacenter()
  if (req.param === '') throw notFound()
  const { authorizer } = req
  const problem = idProblem(req.param)
  if (problem !== undefined) throw new Refusal(400, problem)
  const found = intentionById(agent.store.view, req.param)
  // an agent does not know its server's words for that
  if (!found) throw req.relayed ? fail(NOT_FOUND) : notFound()
  demandIntentionRead(authorizer, found)
  return { json: renderIntention(found) }
}

function update(req: Request, agent: Agent): Reply {
  const given = decodePlainBody(intentionSchema, req.body)
  checkPartitions(given)
  requireConnect(agent.settings)
  req.checkDatacenter()
  updateLegacyIntention(agent, req.authorizer, req.param, given)
  return { json: { ID: req.param } }
}

function removeById(req: Request, agent: Agent): Reply {
  requireConnect(agent.settings)
  req.checkDatacenter()
  removeLegacyIntention(agent, req.authorizer, req.param)
  return jsonBoolean(true)
}

function match(req: Request): ReturnType<Query> {
  const by = required(req, 'by')
  if (by !== 'source' && by !== 'destination') throw fail("'by' parameter must be one of 'source' or 'destination'")
  const names = req.query.all('name')
  if (names.length === 0) throw notSet('name')
  const entries = names.map(text => ({ text, ...nameOf('name', text) }))
  return view => {
    for (const { name } of entries) if (name !== '') demand(req.authorizer, 'intention', 'read', name)
    const matches: (readonly [name: string, intentions: unknown])[] = []
    let index = 0
    for (const entry of entries) {
      const { text, partition, name } = entry
      checkNamespaceOf('match entry namespace', entry)
      if (!isDefaultName(partition)) {
        throw fail(`Invalid match entry partition ${quoteGo(partition)}: Partitions is a Consul Enterprise feature`)
      }
      const found = by === 'source' ? intentionsFrom(view, name) : intentionsTo(view, name)
      index = found.index
      matches.push([text, found.value.length === 0 ? null : found.value.map(renderIntention)])
    }
    const json = sortedMap(Object.fromEntries(matches), found => found)
    return { index, value: { json, tells: json } }
  }
}

function check(req: Request, agent: Agent): Reply {
  readOptions(req)
  req.checkEnterprise()
  const [from, to] = [required(req, 'source'), required(req, 'destination')]
  const type = req.query.has('source-type') ? req.query.get('source-type') : 'consul'
  // how a source is written depends on what kind of one it is
  const source = type === 'consul' ? nameOf('source', from) : undefined
  const destination = nameOf('destination', to)
  requireConnect(agent.settings)
  req.checkDatacenter()
  if (source) checkNamespaceOf('source namespace', source)
  checkNamespaceOf('destination namespace', destination)
  if (!source) throw fail(`unsupported SourceType: ${quoteGo(type)}`)
  if (destination.name !== '') demand(req.authorizer, 'service', 'read', destination.name)
  const deciding = decidingIntention(agent.store.view, source.name, destination.name)
  return (deciding ? intentionAllows(deciding) : allowsByDefault(agent)) ? ALLOWED : DENIED
}

function checkNamespaceOf(which: string, { namespace }: Named): void {
  if (!isDefaultName(namespace)) {
    throw fail(`Invalid ${which} ${quoteGo(namespace)}: Namespaces is a Consul Enterprise feature`)
  }
}

const ALLOWED: Reply = { json: { Allowed: true }, constant: true }
const DENIED: Reply = { json: { Allowed: false }, constant: true }
