import { UnknownToken } from '../../agent/acl/unknown-token.ts'
import type { Agent } from '../../agent/agent.ts'
import { runQueryAnywhere } from '../../api/operations/execute-query.ts'
import * as operations from '../../api/operations/write-query.ts'
import type { Execution } from '../../state/query-execution.ts'
import { StateError } from '../../state/errors.ts'
import * as queries from '../../state/query.ts'
import { type Cached, cachedValue } from '../agent-cache.ts'
import { readOptions } from '../blocking-parameters.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { querySchema } from '../../api/schemas/query.ts'
import { demandQuery, redactQuery, visibleQueries } from '../../api/acl/visible-query.ts'
import { wanInstance } from '../../api/wan-addresses.ts'
import { Refusal } from '../../api/refusals.ts'
import { ParseError, parseBool, parseInteger } from '../../go/strconv.ts'
import { renderHealth } from '../../api/render/rows.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, queryWith, route } from '../route.ts'

const READ = { metaOnError: true, ownEnterpriseCheck: true } as const
const RUN = { ...READ, waits: false } as const
const WRITE = { ownEnterpriseCheck: true } as const
/** The real thing lets each of these paths answer OPTIONS for itself. */
const OWN_OPTIONS = { optionsBody: '{}' } as const

/** https://developer.hashicorp.com/consul/api-docs/query */
export const queryRoutes = [
  route('/v1/query', {
    GET: query(
      req => view => {
        const { index, value } = queries.listQueries(view)
        const { rows, filtered } = visibleQueries(req.authorizer, value)
        return { index, value: { json: rows.map(query => redactQuery(req.authorizer, query)), filtered } }
      },
      READ,
    ),
    POST: action(createQuery, WRITE),
  }),
  route(
    '/v1/query/:id',
    {
      GET: query(
        req => view => {
          const { index, value } = queries.getQuery(view, req.param)
          if (!value) throw notFound()
          demandQuery(req.authorizer, value)
          return { index, value: { json: [redactQuery(req.authorizer, value)] } }
        },
        READ,
      ),
      PUT: action(updateQuery, WRITE),
      DELETE: action(deleteQuery, WRITE),
    },
    OWN_OPTIONS,
  ),
  route('/v1/query/:id/execute', { GET: queryWith(run, execute, RUN) }, OWN_OPTIONS),
  route('/v1/query/:id/explain', { GET: query(explain, RUN) }, OWN_OPTIONS),
]

const notFound = (): Refusal => new Refusal(404, 'Query not found')

function createQuery(req: Request, agent: Agent): Reply {
  const body = decodePlainBody(querySchema, req.body)
  req.checkDatacenter()
  return { json: { ID: operations.createQuery(agent, body, req.authorizer) } }
}

function updateQuery(req: Request, agent: Agent): Reply {
  const body = req.contentLength === 0 ? {} : decodePlainBody(querySchema, req.body)
  req.checkDatacenter()
  operations.updateQuery(agent, req.param, body, req.authorizer)
  return { bytes: '' }
}

function deleteQuery(req: Request, agent: Agent): Reply {
  req.checkDatacenter()
  operations.deleteQuery(agent, req.param, req.authorizer)
  return { bytes: '' }
}

/** What an execution found, with what the agent's cache says of it. */
type Found = Cached<Execution>
/** Why nothing was: that is told as a read tells it. */
type Failure = StateError | UnknownToken

async function run(req: Request, agent: Agent): Promise<Found | Failure | undefined> {
  readOptions(req)
  const limit = limitOf(req)
  const connect = parameter(req, 'connect', false, parseBool, "Error parsing 'connect' value: ")
  const [address = ''] = (req.header('x-forwarded-for') || req.remoteAddress).split(',')
  try {
    // what is not there needs no token
    if (!queries.resolveQuery(agent.store.view, req.param)) return undefined
    const wanted = { limit, connect, near: req.query.get('near'), address: address.trim() }
    // a token is looked at where there is something to find out: what is cached for it is told though it is no more
    const execution = (): ReturnType<typeof runQueryAnywhere> =>
      runQueryAnywhere(agent, req.param, { ...wanted, authorizer: req.authorizer })
    if (!req.query.has('cached') || !agent.settings.http.useCache) {
      const value = await execution()
      return value && { value, headers: [] }
    }
    // as in Consul, what it is sorted by is no part of it
    const dc = req.query.get('dc') || agent.settings.datacenter
    return await cachedValue(agent, req, JSON.stringify([req.param, limit, connect, dc, req.secret]), execution)
  } catch (err) {
    if (err instanceof StateError || err instanceof UnknownToken) return err
    throw err
  }
}

function execute(req: Request, { settings }: Agent, result: Found | Failure | undefined): ReturnType<Query> {
  return () => {
    if (result instanceof Error) throw result
    if (!result) throw req.query.has('cached') ? new Refusal(500, 'Query not found') : notFound()
    const { value: found, headers } = result
    const isFar = found.datacenter !== settings.datacenter
    const translates = (req.fromAbroad || settings.translateWanAddresses) && isFar !== req.fromAbroad
    const nodes = translates ? found.nodes.map(wanInstance) : found.nodes
    const json = {
      Service: found.query.Service.Service,
      Nodes: nodes.map(row => renderHealth(row, true)),
      DNS: found.query.DNS,
      Datacenter: found.datacenter,
      PeerName: found.peer,
      Failovers: found.failovers,
      ...metaInBody(req),
      // as in the headers, the anonymous token is not told
      ResultsFilteredByACLs: found.filtered && !req.isAnonymous,
    }
    return { index: 1, value: { json, headers, filtered: found.filtered } }
  }
}

function explain(req: Request): ReturnType<Query> {
  // it has no effect here, but is looked at
  limitOf(req)
  return view => {
    const Query = queries.resolveQuery(view, req.param)
    if (!Query) throw notFound()
    demandQuery(req.authorizer, Query)
    return { index: 1, value: { json: { Query: redactQuery(req.authorizer, Query), ...metaInBody(req) } } }
  }
}

const limitOf = (req: Request): number => parameter(req, 'limit', 0, parseInteger, 'Bad limit: ')

function parameter<T>(req: Request, name: string, absent: T, parse: (text: string) => T, prefix: string): T {
  const text = req.query.get(name)
  try {
    return text === '' ? absent : parse(text)
  } catch (err) {
    if (err instanceof ParseError) throw new Refusal(500, prefix + err.message)
    throw err
  }
}

/** What reads tell in headers; some answers hold it besides. */
function metaInBody(req: Request): object {
  return {
    Index: 1,
    LastContact: 0,
    KnownLeader: true,
    ConsistencyLevel: readOptions(req).consistency,
    NotModified: false,
    Backend: 0,
    ResultsFilteredByACLs: false,
  }
}
