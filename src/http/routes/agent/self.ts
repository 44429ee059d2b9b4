import * as os from 'node:os'
import type { Agent } from '../../../agent/agent.ts'
import { lanMember } from '../../../agent/members.ts'
import { selfNode } from '../../../agent/self.ts'
import { CONSUL_VERSION } from '../../../version.ts'
import { action, route } from '../../route.ts'
import { debugConfig } from './debug-config.ts'
import { BUILD_DATE } from './version.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent#read-configuration */
export const agentSelfRoutes = [
  route(
    '/v1/agent/self',
    { GET: action((_req, agent) => ({ json: self(agent) })) },
    { fidelity: 'partial', note: 'DebugConfig tells what miniconsul knows of.' },
  ),
]

const ENVOY_VERSIONS = ['1.34.1', '1.33.2', '1.32.5', '1.31.8']
const ORIGIN = { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0.00001 }

function self(agent: Agent): object {
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
    DebugConfig: debugConfig(agent),
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
  const ofType = (is: (type: string) => boolean): number => checks.filter(({ row }) => is(row.Type)).length
  const index = String(agent.store.index)
  return {
    agent: {
      check_monitors: String(ofType(type => type === 'script')),
      check_ttls: String(ofType(type => type === 'ttl')),
      checks: String(checks.length),
      services: String([...agent.local.state.services()].length),
    },
    build: { prerelease: '', revision: '', version: CONSUL_VERSION, version_metadata: '' },
    consul: {
      acl: 'disabled',
      bootstrap: 'false',
      known_datacenters: '1',
      leader: String(settings.server),
      leader_addr: agent.leader,
      server: String(settings.server),
    },
    raft: {
      applied_index: index,
      commit_index: index,
      fsm_pending: '0',
      last_contact: '0',
      last_log_index: index,
      last_log_term: '2',
      last_snapshot_index: '0',
      last_snapshot_term: '0',
      latest_configuration: `[{Suffrage:Voter ID:${settings.nodeId} Address:${agent.leader}}]`,
      latest_configuration_index: '0',
      num_peers: '0',
      protocol_version: '3',
      protocol_version_max: '3',
      protocol_version_min: '0',
      snapshot_version_max: '1',
      snapshot_version_min: '0',
      state: 'Leader',
      term: '2',
    },
    runtime: {
      arch: os.arch(),
      cpu_count: String(os.cpus().length),
      goroutines: '1',
      max_procs: String(os.cpus().length),
      os: os.platform(),
      version: process.version,
    },
    serf_lan: SERF,
    serf_wan: SERF,
  }
}

const SERF = {
  coordinate_resets: '0',
  encrypted: 'false',
  event_queue: '0',
  event_time: '1',
  failed: '0',
  health_score: '0',
  intent_queue: '0',
  left: '0',
  member_time: '1',
  members: '1',
  query_queue: '0',
  query_time: '1',
}
