import { quoteGo } from '../../go/quote.ts'
import { bool, durationPointer, string, struct, uint64 } from '../../go/decode.ts'
import { formatDuration } from '../../go/duration.ts'
import type { NewAutopilotConfig } from '../../model/rows.ts'
import { defaultSettings } from '../../model/settings.ts'
import type { Agent } from '../../agent/agent.ts'
import { type Member, serverAddress } from '../../agent/member.ts'
import * as autopilot from '../../state/autopilot.ts'
import { usage } from '../../state/usage.ts'
import { readOptions } from '../blocking-parameters.ts'
import { decodePlainBody } from '../../api/decode-body.ts'
import { demand } from '../../api/acl/permission.ts'
import { Refusal } from '../../api/refusals.ts'
import { ParseError, parseUnsigned } from '../../go/strconv.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, route } from '../route.ts'
import { autopilotHealth, autopilotState, raftConfiguration } from './operator-servers.ts'
import { keyringHandlers } from './operator-keyring.ts'

const OWN = { ownEnterpriseCheck: true } as const
const ONE_STATE = { fidelity: 'partial', note: 'All servers share one state: none of them is ever behind.' } as const

/** A read of the servers, which takes the parameters of reads but is no read of the state. */
const show = (of: (agent: Agent) => unknown): ReturnType<typeof action> =>
  action((req, agent) => {
    if (readOptions(req).consistency === 'stale') req.checkPath()
    else req.checkDatacenter()
    demand(req.authorizer, 'operator', 'read')
    return { json: of(agent) }
  }, OWN)

/** https://developer.hashicorp.com/consul/api-docs/operator */
export const operatorRoutes = [
  route('/v1/operator/raft/configuration', { GET: show(raftConfiguration) }, ONE_STATE),
  route('/v1/operator/raft/peer', { DELETE: action(removePeer, OWN) }, ONE_STATE),
  route('/v1/operator/raft/transfer-leader', { POST: action(transferLeader, OWN) }, ONE_STATE),
  route(
    '/v1/operator/autopilot/configuration',
    { GET: show(agent => renderConfig(agent)), PUT: action(configure, OWN) },
    { fidelity: 'partial', note: 'Stored, but without effect.' },
  ),
  route('/v1/operator/autopilot/health', { GET: show(autopilotHealth) }, ONE_STATE),
  route('/v1/operator/autopilot/state', { GET: show(autopilotState) }, ONE_STATE),
  route('/v1/operator/keyring', keyringHandlers, { anyDatacenter: true }),
  route(
    '/v1/operator/usage',
    {
      GET: query(
        (req, agent) => view => {
          demand(req.authorizer, 'operator', 'read')
          const { index, value } = usage(view)
          const { usageCounts } = agent.datacenter
          const { ServiceInstances, ConnectServiceInstances, Nodes } = value
          const counts = {
            Services: usageCounts.names,
            ServiceInstances,
            ConnectServiceInstances,
            BillableServiceInstances: usageCounts.billable,
            Nodes,
          }
          const meta = {
            LastContact: 0,
            KnownLeader: agent.datacenter.hasLeader,
            ConsistencyLevel: readOptions(req).consistency,
          }
          const json = {
            Usage: { [agent.settings.datacenter]: counts },
            Index: index,
            ...meta,
            NotModified: false,
            Backend: 0,
            ResultsFilteredByACLs: false,
          }
          // nodes that come and go meanwhile are counted when the wait ends
          return { index, value: { json, readAgain: true } }
        },
        { metaOnError: true, enterpriseFirst: true },
      ),
    },
    { anyDatacenter: true },
  ),
]

function removePeer(req: Request, agent: Agent): Reply {
  const { query: parameters } = req
  const byId = parameters.has('id')
  const byAddress = parameters.has('address')
  if (!byId && !byAddress) {
    throw new Refusal(400, "Must specify either ?id with the server's ID or ?address with IP:port of peer to remove")
  }
  if (byId && byAddress) throw new Refusal(400, 'Must specify only one of ?id or ?address')
  req.checkDatacenter()
  demand(req.authorizer, 'operator', 'write')
  const [name, of] = byId ? (['id', serverId] as const) : (['address', serverAddress] as const)
  const given = parameters.get(name)
  const servers = agent.datacenter.leadership.servers()
  const found = servers.find(server => of(server) === given)
  if (found && servers.length > 1) {
    const { members, leadership } = agent.datacenter
    if (members.is(found.Name, 'failed')) members.reap(found.Name)
    else leadership.removePeer(found.Name)
    return { bytes: '' }
  }
  if (found) throw new Refusal(500, 'need at least one voter in configuration: {[]}')
  throw new Refusal(500, `${name} ${quoteGo(given)} was not found in the Raft configuration`)
}

const serverId = ({ Tags }: Member): string => Tags['id'] ?? ''

function transferLeader(req: Request, { datacenter: { leadership } }: Agent): Reply {
  req.checkPartition()
  demand(req.authorizer, 'operator', 'write')
  const { leader } = leadership
  const others = leadership.servers().filter(server => server !== leader)
  const id = req.query.get('id')
  if (id === '' && others.length === 0) throw new Refusal(500, 'cannot find peer')
  if (leader && id === serverId(leader)) throw new Refusal(500, 'cannot transfer leadership to itself')
  const chosen = id === '' ? others[0] : others.find(server => serverId(server) === id)
  if (!chosen) throw new Refusal(500, `Could not find address for server id ${id}`)
  leadership.elect(chosen.Name)
  return { json: { Success: true } }
}

function renderConfig(agent: Agent): object {
  const config = autopilot.getAutopilotConfig(agent.store.view)
  return {
    ...config,
    LastContactThreshold: formatDuration(config.LastContactThreshold),
    ServerStabilizationTime: formatDuration(config.ServerStabilizationTime),
  }
}

const body = struct(
  {
    CleanupDeadServers: bool(),
    LastContactThreshold: durationPointer(),
    MaxTrailingLogs: uint64(),
    MinQuorum: uint64('uint'),
    ServerStabilizationTime: durationPointer(),
    RedundancyZoneTag: string(),
    DisableUpgradeMigration: bool(),
    UpgradeVersionTag: string(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { unknown: 'reject', name: 'api.AutopilotConfiguration' },
)

function configure(req: Request, agent: Agent): Reply {
  const given = decodePlainBody(body, req.body, 'Error parsing autopilot config: ')
  const cas = req.query.has('cas') ? casIndex(req.query.get('cas')) : undefined
  req.checkDatacenter()
  demand(req.authorizer, 'operator', 'write')
  const standard = defaultSettings.autopilot
  const config: NewAutopilotConfig = {
    CleanupDeadServers: given.CleanupDeadServers ?? standard.CleanupDeadServers,
    LastContactThreshold: given.LastContactThreshold ?? standard.LastContactThreshold,
    MaxTrailingLogs: given.MaxTrailingLogs ?? standard.MaxTrailingLogs,
    MinQuorum: given.MinQuorum ?? standard.MinQuorum,
    ServerStabilizationTime: given.ServerStabilizationTime ?? standard.ServerStabilizationTime,
    RedundancyZoneTag: given.RedundancyZoneTag ?? standard.RedundancyZoneTag,
    DisableUpgradeMigration: given.DisableUpgradeMigration ?? standard.DisableUpgradeMigration,
    UpgradeVersionTag: given.UpgradeVersionTag ?? standard.UpgradeVersionTag,
  }
  return { json: agent.store.write(tx => autopilot.setAutopilotConfig(tx, config, cas)) }
}

function casIndex(text: string): bigint {
  try {
    return parseUnsigned(text)
  } catch (err) {
    if (err instanceof ParseError) throw new Refusal(400, `Error parsing cas value: ${err.message}`)
    throw err
  }
}
