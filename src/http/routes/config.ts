import type { Agent } from '../../agent/agent.ts'
import { removeConfigEntry, writeConfigEntry } from '../../api/operations/write-config-entry.ts'
import { rowFilter } from '../../api/filters/row-filter.ts'
import { demandEntryRead, seesEntry } from '../../api/acl/config-entry.ts'
import { visible } from '../../api/acl/visible.ts'
import { Refusal } from '../../api/refusals.ts'
import { renderEntry } from '../../api/render/config-entry.ts'
import { ParseError, parseUnsigned } from '../../go/strconv.ts'
import { ConfigEntryError, decodeEntryJson, type GivenEntry, unknownKind } from '../../state/config-entries/decode.ts'
import { kindNamed } from '../../state/config-entries/index.ts'
import { listEntries, readEntry } from '../../state/config-entry.ts'
import { listOf, type Reply, jsonBoolean, TEXT_TYPE } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route, writtenInPrimary } from '../route.ts'
import type { Sliceable } from '../../lib/slices.ts'
import { quoteGo } from '../../go/quote.ts'

/** https://developer.hashicorp.com/consul/api-docs/config */
export const configRoutes = writtenInPrimary([
  route('/v1/config', { PUT: action(write, { ownEnterpriseCheck: true }) }),
  route('/v1/config/:kind', {
    GET: query(read, { showsConsistency: false, cacheable: true }),
    DELETE: action(remove, { ownEnterpriseCheck: true }),
  }),
])

function* write(req: Request, agent: Agent): Sliceable<Reply> {
  const given = decoded(req)
  yield
  req.checkEnterprise()
  const cas = casOf(req)
  if (given.kind.kind === 'exported-services' && req.datacenter !== agent.settings.primaryDatacenter) {
    throw new Refusal(500, 'exported-services writes must not target secondary datacenters.')
  }
  return jsonBoolean(yield* writeConfigEntry(agent, req.authorizer, given, cas))
}

function decoded({ body }: Request): GivenEntry {
  try {
    return decodeEntryJson(body)
  } catch (err) {
    if (err instanceof ConfigEntryError) throw new Refusal(400, `Request decoding failed: ${err.message}`)
    throw err
  }
}

/** An empty one is none. */
function casOf({ query }: Request): bigint | undefined {
  const text = query.get('cas')
  if (text === '') return undefined
  try {
    return parseUnsigned(text)
  } catch (err) {
    if (err instanceof ParseError) throw new Refusal(500, err.message)
    throw err
  }
}

/** The kind in a path, and the name behind it, which may hold slashes and may be empty. */
function partsOf({ param }: Request): { readonly kind: string; readonly name: string | undefined } {
  const at = param.indexOf('/')
  return at < 0 ? { kind: param, name: undefined } : { kind: param.slice(0, at), name: param.slice(at + 1) }
}

function read(req: Request, agent: Agent): ReturnType<Query> {
  const { kind, name } = partsOf(req)
  return view => {
    const { authorizer } = req
    if (kind !== '' && !kindNamed(kind)) throw new Refusal(500, unknownKind(kind))
    if (name !== undefined) {
      demandEntryRead(authorizer, kind, name)
      const { index, value } = readEntry(view, kind, name)
      if (value) return { index, value: { json: renderEntry(value) } }
      const bytes = `Config entry not found for ${quoteGo(kind)} / ${quoteGo(name)}`
      return { index, value: { status: 404, bytes, contentType: TEXT_TYPE, nothing: true } }
    }
    const { index, value } = listEntries(view, kind)
    const { rows, filtered } = visible(authorizer, value, seesEntry)
    const matching = req.query.get('filter') === '' ? rows : narrowed(req, agent, kind, rows)
    const list = { ...listOf(matching, renderEntry), filtered, nothing: matching.length === 0, tells: rows }
    return { index, value: { ...list, filteredBefore: () => ({ ...list, filtered: true }) } }
  }
}

function narrowed<T extends Parameters<typeof renderEntry>[0]>(
  req: Request,
  agent: Agent,
  kind: string,
  rows: readonly T[],
): readonly T[] {
  if (kind !== 'service-defaults') throw new Refusal(500, `filtering not supported for config entry kind=${kind}`)
  return rowFilter(agent, req.query.get('filter'), 'serviceDefaults')(rows, row => row)
}

function remove(req: Request, agent: Agent): Reply {
  const { kind, name } = partsOf(req)
  if (name === undefined) throw new Refusal(404, 'Must provide both a kind and name to delete')
  if (!kindNamed(kind)) throw new Refusal(400, unknownKind(kind))
  req.checkEnterprise()
  const cas = casOf(req)
  const done = removeConfigEntry(agent, req.authorizer, { kind, name }, cas)
  return cas === undefined ? { json: {} } : jsonBoolean(done)
}
