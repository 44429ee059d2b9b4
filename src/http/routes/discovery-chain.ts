import type { Agent } from '../../agent/agent.ts'
import { requireConnect } from '../../api/operations/require-connect.ts'
import { readPeering } from '../../state/peering/peerings.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { chainAnswer, type ShownChain } from '../../api/render/chain.ts'
import { JsonError } from '../../go/json.ts'
import { DecodeError, decodeJson, raw } from '../../go/decode.ts'
import { struct } from '../../go/mapstructure/containers.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { duration, string } from '../../go/mapstructure/scalars.ts'
import { kindOf } from '../../go/decode/schema.ts'
import { isObject } from '../../lib/equal.ts'
import { CONFIG_ENTRY } from '../../state/config-entries/read.ts'
import type { Chain } from '../../state/discovery-chain/chain.ts'
import type { ChainQuery } from '../../state/discovery-chain/chain-cache.ts'
import { NO_OVERRIDES, type Overrides } from '../../state/discovery-chain/customization.ts'
import { StateError } from '../../state/errors.ts'
import { fold } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'
import { isKnown } from '../agent-cache.ts'
import { readOptions } from '../blocking-parameters.ts'
import { cacheKeyOf } from '../cache-key.ts'
import { queryMeta } from '../query-meta.ts'
import { headerPairs, recordOfRow, type Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'

const CACHED_BY = ['compile-dc'] as const

/** https://developer.hashicorp.com/consul/api-docs/discovery-chain */
export const discoveryChainRoutes = [
  route('/v1/discovery-chain/:service', {
    GET: query(read, {
      cached: { by: CACHED_BY },
      cacheable: true,
      metaOnError: true,
      ownEnterpriseCheck: true,
      requires: requireConnect,
    }),
    POST: action(readCustomized, { ownEnterpriseCheck: true, metaOnError: true }),
  }),
]

function read(req: Request, agent: Agent): ReturnType<Query> {
  checkRequest(req)
  return view => {
    const chain = chainFor(view, req, agent, NO_OVERRIDES)
    return { index: indexOf(view, chain), value: answer(view, req, chain) }
  }
}

/** Entries, and the peerings that they name. */
const indexOf = (view: View, { peers }: Chain): number =>
  Math.max(view.max(CONFIG_ENTRY), ...peers.map(peer => readPeering(view, peer).index))

function checkRequest(req: Request): void {
  if (req.paramBytes === '') throw new Refusal(400, 'Missing chain name')
  req.checkEnterprise()
}

function chainFor(view: View, req: Request, agent: Agent, overrides: Overrides): Chain {
  demand(req.authorizer, 'service', 'read', req.param)
  return compiled(view, agent, {
    service: req.param,
    datacenter: req.query.get('compile-dc') || agent.settings.datacenter,
    trustDomain: agent.connect.trustDomain,
    overrides,
  })
}

function answer(view: View, req: Request, chain: Chain): Reply {
  const shown = { chain, addresses: view.untracked.get('virtualIps', fold(req.param)) }
  return {
    ...recordOfRow({ row: shown, record: chainAnswer, same: isSame }),
    tells: contentOf(shown),
    nothing: !chain.isConfigured,
  }
}

const isSame = (a: ShownChain, b: ShownChain): boolean => a.chain === b.chain && a.addresses === b.addresses

/** What is shown, without indexes. */
function contentOf({ chain, addresses }: ShownChain): readonly unknown[] {
  const { isConfigured: _, ...content } = chain
  const shown = { ...content, Nodes: [...chain.Nodes], Targets: [...chain.Targets] }
  return [shown, addresses && [addresses.Address, addresses.ManualIPs ?? []]]
}

/** Entries that no longer fit together can be stored by odd spellings of their names. */
function compiled(view: View, { datacenter }: Agent, query: ChainQuery): Chain {
  try {
    return datacenter.chains.compiled(view, query)
  } catch (err) {
    if (err instanceof StateError) throw new StateError(`failed to compile discovery chain: ${err.message}`)
    throw err
  }
}

/** The same, as it would be under other circumstances. */
function readCustomized(req: Request, agent: Agent): Reply {
  const { cached, consistency } = readOptions(req)
  checkRequest(req)
  const overrides = overridesOf(req)
  requireConnect(agent.settings)
  req.checkDatacenter('read')
  const view = agent.store.view
  const chain = chainFor(view, req, agent, overrides)
  const flat = queryMeta({
    index: indexOf(view, chain),
    known: true,
    consistency,
    cache: cached ? cacheStateOf(req, agent, overrides) : undefined,
  })
  return { ...answer(view, req, chain), headers: headerPairs(flat) }
}

/** Under other circumstances it is another entry of the agent's cache. */
function cacheStateOf(req: Request, agent: Agent, overrides: Overrides): 'HIT' | 'MISS' {
  const key = cacheKeyOf(req, CACHED_BY, agent.settings.datacenter)
  return isKnown(agent, overrides === NO_OVERRIDES ? key : key + JSON.stringify(overrides)) ? 'HIT' : 'MISS'
}

const body = struct({
  OverrideMeshGateway: struct({ Mode: string }),
  OverrideProtocol: string,
  OverrideConnectTimeout: duration,
})
const MODES: ReadonlySet<string> = new Set(['', 'none', 'local', 'remote'])

function overridesOf({ body: bytes }: Request): Overrides {
  const fail = (why: string): Refusal => new Refusal(400, `Request decoding failed: ${why}`)
  try {
    const given = decodeJson(raw(), bytes)
    if (given !== null && !isObject(given)) {
      throw fail(`json: cannot unmarshal ${kindOf(given)} into Go value of type map[string]interface {}`)
    }
    const { value } = decodeWeakly(body, given)
    const meshGateway = value.OverrideMeshGateway.Mode
    if (!MODES.has(meshGateway)) throw new Refusal(400, 'Invalid OverrideMeshGateway.Mode parameter')
    const { OverrideProtocol: protocol } = value
    const connectTimeout = Math.max(0, value.OverrideConnectTimeout)
    const isNone = protocol === '' && meshGateway === '' && connectTimeout === 0
    return isNone ? NO_OVERRIDES : { protocol, meshGateway, connectTimeout }
  } catch (err) {
    if (err instanceof JsonError || err instanceof DecodeError || err instanceof MapstructureError)
      throw fail(err.message)
    throw err
  }
}
