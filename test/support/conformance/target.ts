import type { Connection } from './connection.ts'
import { request, type RequestStep } from './http-client.ts'
import type { Json, Scenario } from './scenario.ts'
import type { Variables } from './variables.ts'

/** An agent under test, ready, with nothing in it but its own start-up. */
export interface Target extends Connection {
  /** Every index up to this one belongs to the agent's own start-up. */
  readonly startIndex: number
  /** The server whose log its indexes belong to. */
  readonly space?: string
  /** Merges a change into the configuration file. */
  configure?(change: Record<string, Json>): void
  /** The index up to which everything belongs to the start-up, if it is taken now. */
  mark?(): Promise<number>
  /** What can be done with an agent that is a process of its own. */
  readonly process?: AgentProcess
  close(): Promise<void>
}

export interface AgentProcess {
  /** Ends it; resolves with its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
  /** Starts it again, and resolves once it is ready. */
  begin(): Promise<void>
  /** The same for a start that is to fail: the exit code, and what was printed. */
  beginFails(): Promise<{ exit: number | string; text: string }>
  signal(signal: NodeJS.Signals): void
}

/** Starts a fresh agent of a scenario: its own, or a further one by name. `known`: the places of those that were started before. */
export type StartTarget = (scenario: Scenario, name?: string, known?: Variables) => Promise<Target>

/** What every agent of the recordings was configured with. */
export const usualConfig = {
  node_name: 'node1',
  node_id: '11111111-2222-3333-4444-555555555555',
  datacenter: 'dc1',
  disable_update_check: true,
  enable_script_checks: true,
  log_level: 'error',
}

/** Whether the agent leads itself and has put itself, with all details, into the catalog. */
export async function isReady(to: Connection, node = 'node1', ask: RequestStep = {}): Promise<boolean> {
  const get = (path: string) => request(to, { method: 'GET', path, ...ask })
  const leader = await get('/v1/status/leader')
  const health = await get(`/v1/health/node/${node}`)
  const own = await get(`/v1/catalog/node/${node}`)
  return (
    leader.status === 200 &&
    leader.body.length > 4 &&
    health.body.includes('serfHealth') &&
    own.body.includes('lan_ipv4') &&
    own.body.includes('consul-network-segment')
  )
}

/** Writes and removes a key to learn the index that the agent's start-up ended with. */
export async function findStartIndex(to: Connection, ask: RequestStep = {}): Promise<number> {
  const path = '/v1/kv/__start'
  await request(to, { method: 'PUT', path, body: '', ...ask })
  const { headers } = await request(to, { method: 'GET', path, ...ask })
  await request(to, { method: 'DELETE', path, ...ask })
  return Number(headers['x-consul-index'])
}

/** Whether there is a leader and the built-in tokens: all that can be known where nobody may look at the catalog. */
export async function hasLeader(to: Connection, ask: RequestStep = {}): Promise<boolean> {
  const leader = await request(to, { path: '/v1/status/leader', ...ask })
  if (leader.body.length <= 4) return false
  return ask.headers === undefined || (await request(to, { path: '/v1/acl/token/self', ...ask })).status === 200
}
