import type { Agent } from '../../agent/agent.ts'
import { CONSUL_VERSION } from '../../version.ts'

/** The servers of a cluster that is this agent alone. */

/** Raft's term since the one election there was. */
const TERM = 2

export function raftConfiguration({ settings, leader, store }: Agent): object {
  const server = {
    ID: settings.nodeId,
    Node: settings.nodeName,
    Address: leader,
    Leader: true,
    ProtocolVersion: '3',
    Voter: true,
    LastIndex: store.index,
  }
  return { Servers: [server], Index: 0 }
}

export function autopilotHealth(agent: Agent): object {
  const server = {
    ID: agent.settings.nodeId,
    Name: agent.settings.nodeName,
    Address: agent.leader,
    SerfStatus: 'alive',
    Version: CONSUL_VERSION,
    Leader: true,
    LastContact: '0s',
    LastTerm: TERM,
    LastIndex: agent.store.index,
    Healthy: true,
    Voter: true,
    StableSince: new Date(Math.round(agent.startedAt / 1000) * 1000).toISOString().replace('.000', ''),
  }
  return { Healthy: true, FailureTolerance: 0, Servers: [server] }
}

export function autopilotState(agent: Agent): object {
  const { nodeId, nodeName } = agent.settings
  const server = {
    ID: nodeId,
    Name: nodeName,
    Address: agent.leader,
    NodeStatus: 'alive',
    Version: CONSUL_VERSION,
    LastContact: '0s',
    LastTerm: TERM,
    LastIndex: agent.store.index,
    Healthy: true,
    StableSince: new Date(agent.startedAt).toISOString().replace(/\.?0*Z$/, 'Z'),
    ReadReplica: false,
    Status: 'leader',
    Meta: agent.store.view.node(nodeName)?.Meta ?? null,
    NodeType: 'voter',
  }
  return {
    Healthy: true,
    FailureTolerance: 0,
    OptimisticFailureTolerance: 0,
    Servers: { [nodeId]: server },
    Leader: nodeId,
    Voters: [nodeId],
  }
}
