import type { Agent } from '../../agent/agent.ts'
import { type Member, MEMBER_STATUS, serverAddress } from '../../agent/member.ts'

/** The servers of a datacenter, as its leader sees them. */

const isAlive = ({ Status }: Member): boolean => Status === MEMBER_STATUS.alive

export function raftConfiguration({ datacenter: { leadership }, store }: Agent): object {
  const leader = leadership.leader
  const servers = leadership.servers().map(member => ({
    ID: member.Tags['id'] ?? '',
    Node: member.Name,
    Address: serverAddress(member),
    Leader: member === leader,
    ProtocolVersion: '3',
    Voter: true,
    LastIndex: store.index,
  }))
  return { Servers: servers, Index: 0 }
}

export function autopilotHealth(agent: Agent): object {
  const { leadership } = agent.datacenter
  const stableSince = new Date(Math.round(agent.startedAt / 1000) * 1000).toISOString().replace('.000', '')
  const servers = leadership.servers()
  return {
    Healthy: servers.every(isAlive),
    FailureTolerance: leadership.tolerance,
    Servers: servers.map(member => ({
      ID: member.Tags['id'] ?? '',
      Name: member.Name,
      Address: serverAddress(member),
      SerfStatus: isAlive(member) ? 'alive' : 'failed',
      Version: agent.store.view.node(member.Name)?.Meta?.['consul-version'] ?? '',
      Leader: member === leadership.leader,
      LastContact: '0s',
      LastTerm: leadership.term,
      LastIndex: agent.store.index,
      Healthy: isAlive(member),
      Voter: true,
      StableSince: stableSince,
    })),
  }
}

export function autopilotState(agent: Agent): object {
  const { leadership } = agent.datacenter
  const servers = leadership.servers()
  return {
    Healthy: servers.every(isAlive),
    FailureTolerance: leadership.tolerance,
    OptimisticFailureTolerance: leadership.tolerance,
    Servers: Object.fromEntries(servers.map(member => [member.Tags['id'] ?? '', serverState(agent, member)])),
    Leader: leadership.leader?.Tags['id'] ?? '',
    Voters: servers.map(member => member.Tags['id'] ?? ''),
  }
}

function serverState({ datacenter: { leadership }, store, startedAt }: Agent, member: Member): object {
  const Meta = store.view.node(member.Name)?.Meta ?? null
  return {
    ID: member.Tags['id'] ?? '',
    Name: member.Name,
    Address: serverAddress(member),
    NodeStatus: isAlive(member) ? 'alive' : 'failed',
    Version: Meta?.['consul-version'] ?? '',
    LastContact: '0s',
    LastTerm: leadership.term,
    LastIndex: store.index,
    Healthy: isAlive(member),
    StableSince: new Date(startedAt).toISOString().replace(/\.?0*Z$/, 'Z'),
    ReadReplica: false,
    Status: member === leadership.leader ? 'leader' : 'voter',
    Meta,
    NodeType: 'voter',
  }
}
