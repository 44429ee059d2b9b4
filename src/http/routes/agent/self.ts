import * as os from 'node:os'
import type { Agent } from '../../../agent/agent.ts'
import {
  isServer,
  lanMember,
  type Member,
  MEMBER_STATUS,
  type MemberStatus,
  serverAddress,
} from '../../../agent/member.ts'
import { selfNode } from '../../../agent/self.ts'
import { GO_VERSION, goArch, goOs } from '../../../go/runtime.ts'
import { CONSUL_VERSION } from '../../../version.ts'
import { demandAgent } from '../../../api/acl/local.ts'
import { action, route } from '../../route.ts'
import { BUILD_DATE } from './version.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#read-configuration */
export const agentSelfRoutes = [
  route(
    '/v1/agent/self',
    {
      GET: action(
        async (req, agent) => {
          demandAgent(req.authorizer, agent, 'read')
          const { debugConfig } = await import('./debug-config/index.ts')
          return { json: self(agent, debugConfig(agent)) }
        },
        { ownEnterpriseCheck: true },
      ),
    },
    { fidelity: 'partial', note: 'Revision is empty; Stats has no Raft log and no goroutines to tell of.' },
  ),
]

const ENVOY_VERSIONS = ['1.34.1', '1.33.2', '1.32.5', '1.31.8']
const ORIGIN = { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0.00001 }

function self(agent: Agent, shownConfig: object): object {
  const { settings } = agent
  return {
    Config: {
      Datacenter: settings.datacenter,
      PrimaryDatacenter: settings.primaryDatacenter,
      NodeName: settings.nodeName,
      NodeID: settings.nodeId,
      Revision: '',
      Server: settings.server,
      Version: CONSUL_VERSION,
      BuildDate: BUILD_DATE,
    },
    DebugConfig: shownConfig,
    Coord: ORIGIN,
    Member: lanMember(settings),
    Stats: stats(agent),
    Meta: selfNode(settings).Meta,
    ...xds(agent),
  }
}

function xds({ settings: { ports } }: Agent): object {
  if (ports.grpc <= 0 && ports.grpcTls <= 0) return {}
  return {
    xDS: {
      SupportedProxies: { envoy: ENVOY_VERSIONS },
      Port: ports.grpcTls > 0 ? ports.grpcTls : ports.grpc,
      Ports: { Plaintext: ports.grpc, TLS: ports.grpcTls },
    },
  }
}

/** All numbers as texts, as Consul has them. */
function stats(agent: Agent): object {
  const { settings } = agent
  const checks = [...agent.local.state.checks()]
  // those that the process may run on, as Go counts them
  const processors = String(os.availableParallelism())
  const ofType = (is: (type: string) => boolean): number => checks.filter(({ row }) => is(row.Type)).length
  return {
    agent: {
      check_monitors: String(ofType(type => type === 'script')),
      check_ttls: String(ofType(type => type === 'ttl')),
      checks: String(checks.length),
      services: String([...agent.local.state.services()].length),
    },
    build: { prerelease: '', revision: '', version: CONSUL_VERSION, version_metadata: '' },
    ...(settings.server ? serverStats(agent) : clientStats(agent)),
    runtime: {
      arch: goArch(os.arch()),
      cpu_count: processors,
      goroutines: '1',
      max_procs: processors,
      os: goOs(os.platform()),
      version: GO_VERSION,
    },
    serf_lan: serf(agent),
    ...(settings.server && { serf_wan: serf(agent) }),
  }
}

const aclState = ({ acl }: Agent): string => (acl.enabled ? 'enabled' : 'disabled')

function clientStats(agent: Agent): object {
  const { members } = agent.datacenter
  const servers = members.list().filter(member => isServer(member) && member.Status === MEMBER_STATUS.alive)
  return { consul: { acl: aclState(agent), known_servers: String(servers.length), server: 'false' } }
}

function serverStats(agent: Agent): object {
  const { settings, datacenter, federation } = agent
  const { leadership } = datacenter
  const leads = leadership.leader?.Name === settings.nodeName
  const servers = leadership.servers()
  const index = String(agent.store.index)
  return {
    consul: {
      acl: aclState(agent),
      bootstrap: String(settings.bootstrap),
      known_datacenters: String(federation.from(datacenter).length),
      leader: String(leads),
      leader_addr: agent.leader,
      server: 'true',
    },
    raft: {
      applied_index: index,
      commit_index: index,
      fsm_pending: '0',
      last_contact: '0',
      last_log_index: index,
      last_log_term: String(leadership.term),
      last_snapshot_index: '0',
      last_snapshot_term: '0',
      latest_configuration: `[${servers.map(voter).join(' ')}]`,
      latest_configuration_index: '0',
      num_peers: String(Math.max(servers.length - 1, 0)),
      protocol_version: '3',
      protocol_version_max: '3',
      protocol_version_min: '0',
      snapshot_version_max: '1',
      snapshot_version_min: '0',
      state: leads ? 'Leader' : 'Follower',
      term: String(leadership.term),
    },
  }
}

const voter = (server: Member): string =>
  `{Suffrage:Voter ID:${server.Tags['id'] ?? ''} Address:${serverAddress(server)}}`

function serf({ datacenter: { members }, settings }: Agent): object {
  const list = members.list()
  const count = (status: MemberStatus): string =>
    String(list.filter(({ Status }) => Status === MEMBER_STATUS[status]).length)
  return {
    coordinate_resets: '0',
    encrypted: String(settings.encryptKey !== undefined),
    event_queue: '0',
    event_time: '1',
    failed: count('failed'),
    health_score: '0',
    intent_queue: '0',
    left: count('left'),
    member_time: '1',
    members: String(list.length),
    query_queue: '0',
    query_time: '1',
  }
}
