import type { Agent } from '../../agent/agent.ts'
import { type Leaf, LEAF_ENTRY, type Root } from '../../agent/connect/authority.ts'
import { bool, map, raw, sortedMap, string, stringMap, struct, uint64 } from '../../go/decode.ts'
import { CA_ENTRY } from '../../state/ca-config.ts'
import { hit, MISS } from '../agent-cache.ts'
import { type ReadOptions, readOptions } from '../blocking-parameters.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { checkCaConfig } from '../../api/operations/check-ca-config.ts'
import { requireConnect } from '../../api/operations/require-connect.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { parseBool, ParseError } from '../../go/strconv.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, type Query, queryWith, route } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/connect/ca and …/agent/connect */
export const connectRoutes = [
  route(
    '/v1/connect/ca/roots',
    { GET: queryWith(rootIfEnabled, roots, { metaOnError: true, showsConsistency: false, ownEnterpriseCheck: true }) },
    { fidelity: 'partial', note: 'Made when first asked for.' },
  ),
  route(
    '/v1/agent/connect/ca/roots',
    {
      GET: queryWith(rootOf, cachedRoots, {
        showsConsistency: false,
        ownEnterpriseCheck: true,
        cached: { by: [], always: true },
      }),
    },
    { fidelity: 'partial', note: 'Made when first asked for.' },
  ),
  route('/v1/agent/connect/ca/leaf/:service', {
    GET: queryWith(leafOf, leaf, { showsConsistency: false, isAgents: hasLeaf }),
  }),
  route(
    '/v1/connect/ca/configuration',
    { GET: action(readConfig, { ownEnterpriseCheck: true }), PUT: action(writeConfig, { ownEnterpriseCheck: true }) },
    {
      fidelity: 'partial',
      note: 'LeafCertTTL, RootCertTTL and the private key are acted upon; no other provider than the built-in one.',
    },
  ),
]

/** Whether there is a mesh is known to the datacenter that is named. */
async function rootOf(req: Request, agent: Agent): Promise<Root> {
  readOptions(req)
  if (!agent.settings.connect.enabled) req.checkPath()
  requireConnect(agent.settings)
  return agent.connect.root()
}

/** Where there is no mesh, the read itself says so. */
async function rootIfEnabled(req: Request, agent: Agent): Promise<void> {
  readOptions(req)
  if (agent.settings.connect.enabled) await agent.connect.root()
}

function roots(req: Request, agent: Agent): ReturnType<Query> {
  const asPem = pemParameter(req)
  return view => {
    requireConnect(agent.settings)
    const index = view.entry(CA_ENTRY)
    if (asPem) {
      const bytes = agent.connect.roots.map(({ RootCert }) => RootCert).join('')
      return { index, value: { bytes, contentType: 'application/pem-certificate-chain', meta: 'late' } }
    }
    return { index, value: { json: renderRoots(agent) } }
  }
}

function pemParameter({ query }: Request): boolean {
  if (query.get('pem') === '') return false
  try {
    return parseBool(query.get('pem'))
  } catch (err) {
    if (err instanceof ParseError) throw new Refusal(400, "The 'pem' query parameter must be a boolean value")
    throw err
  }
}

function cachedRoots(_: Request, agent: Agent): ReturnType<Query> {
  return view => ({ index: view.entry(CA_ENTRY), value: { json: renderRoots(agent) } })
}

function renderRoots({ connect }: Agent): object {
  const { roots } = connect
  return {
    ActiveRootID: roots.find(({ Active }) => Active)?.ID ?? '',
    TrustDomain: connect.trustDomain,
    Roots: roots.map(root => ({
      ID: root.ID,
      Name: 'Consul CA Primary Cert',
      SerialNumber: root.SerialNumber,
      SigningKeyID: root.KeyID,
      ExternalTrustDomain: connect.clusterId,
      NotBefore: time(root.NotBefore),
      NotAfter: time(root.NotAfter),
      RootCert: root.RootCert,
      IntermediateCerts: root.CrossSigned === undefined ? null : [root.CrossSigned],
      Active: root.Active,
      PrivateKeyType: root.PrivateKeyType,
      PrivateKeyBits: root.PrivateKeyBits,
      CreateIndex: root.CreateIndex,
      ModifyIndex: root.ModifyIndex,
    })),
  }
}

/** Without its milliseconds, of which there are none. */
const time = (ms: number): string => new Date(ms).toISOString().replace('.000', '')

/** A certificate, and whether it was there before it was asked for. */
interface Found {
  readonly leaf: Leaf
  readonly wasThere: boolean
}

async function leafOf(req: Request, agent: Agent): Promise<Found> {
  req.checkEnterprise()
  readOptions(req)
  requireConnect(agent.settings)
  const service = req.param
  if (service === '') throw new Refusal(500, 'URI must be either service, agent, server, or kind')
  if (agent.connect.serviceUri(service) === undefined) {
    throw new Refusal(500, `SPIFFE ID is not in the expected format: ${agent.connect.uriOf(service)}`)
  }
  // one that exists, or would without clients, is given to every client that asks
  const wasThere = hasLeaf(req, agent)
  if (!wasThere) {
    req.checkPath()
    demand(req.authorizer, 'service', 'write', service)
  }
  return { leaf: await agent.connect.leafFor(service, agent.proxyWatches.leafSince(service)), wasThere }
}

function hasLeaf(req: Request, agent: Agent): boolean {
  return agent.connect.issued(req.param) !== undefined || agent.proxyWatches.leafSince(req.param) !== undefined
}

function leaf(_req: Request, agent: Agent, found: Found, { minIndex }: ReadOptions): ReturnType<Query> {
  const { leaf: first, wasThere } = found
  return view => {
    void view.entry(LEAF_ENTRY)
    const made = agent.connect.issued(first.service) ?? first
    // one that is waited for at the time counts as cached, and to those who wait any that was there
    const isKnown = agent.proxyWatches.awaitsLeaf(made.service) || (minIndex > 0 && wasThere)
    const known = made === first && made.index > minIndex && isKnown
    const state = known ? hit(agent.clock.now() - made.madeAt) : MISS
    const headers = [...state, ['X-Consul-Index', String(made.index)]] as const
    return { index: made.index, value: { json: renderLeaf(made), headers, meta: 'none' } }
  }
}

function renderLeaf(made: Leaf): object {
  return {
    SerialNumber: made.serialNumber.replace(/..(?=.)/g, '$&:'),
    CertPEM: made.pem,
    PrivateKeyPEM: made.keyPem,
    Service: made.service,
    ServiceURI: made.uri,
    ValidAfter: time(made.notBefore),
    ValidBefore: time(made.notAfter),
    CreateIndex: made.index,
    ModifyIndex: made.index,
  }
}

function readConfig(req: Request, agent: Agent): Reply {
  readOptions(req)
  requireConnect(agent.settings)
  req.checkDatacenter()
  demand(req.authorizer, 'operator', 'write')
  const { Provider, Config, ClusterID: _id, ...rest } = agent.connect.configuration
  return { json: { Provider, Config: Config && sortedMap(Config, value => value), State: null, ...rest } }
}

const body = struct(
  {
    Provider: string(),
    Config: map(raw(), 'map[string]interface {}'),
    State: stringMap(),
    ForceWithoutCrossSigning: bool(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  {
    unknown: 'reject',
    name: 'struct { ForceWithoutCrossSigningSnake bool "json:\\"force_without_cross_signing\\""; *structs.Alias }',
    aliases: { force_without_cross_signing: 'ForceWithoutCrossSigning' },
  },
)

async function writeConfig(req: Request, agent: Agent): Promise<Reply> {
  const given = decodePlainBody(body, req.body)
  requireConnect(agent.settings)
  req.checkDatacenter()
  demand(req.authorizer, 'operator', 'write')
  const { Provider = '', Config = null, State = {}, ForceWithoutCrossSigning = false } = given
  try {
    if (Object.keys(State).length > 0) {
      throw new Refusal(400, 'Provider State is read-only. It must be omitted or identical to the current value')
    }
    checkCaConfig(Provider, Config ?? {})
  } catch (err) {
    agent.connect.completeConfiguration()
    throw err
  }
  await agent.connect.configure({ Provider, Config, ForceWithoutCrossSigning })
  return { bytes: '' }
}
